// A headless Chromium over the DevTools protocol's pipe: loads pages from disk and tells what they did. No port, no library.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const startSeconds = 30;

/** What the protocol answers or tells. */
type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
};

/** True when Debian's chromium is installed. */
export function hasChromium(): boolean {
  return spawnSync('chromium', ['--version'], { encoding: 'utf8' }).status === 0;
}

/** One browser with one page. Everything that the page asks the network for, and everything it complains about, is kept. */
export class Chromium {
  readonly requests: string[] = [];
  readonly complaints: string[] = [];
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Map<string, () => void>();
  private lastId = 0;
  private session = '';
  private unread = '';

  private constructor(
    private readonly browser: ChildProcess,
    private readonly profile: string,
  ) {
    const output = browser.stdio[4] as Readable;
    output.setEncoding('utf8');
    output.on('data', (text: string) => this.read(text));
  }

  /** @throws when Debian's chromium is not installed. */
  static async start(): Promise<Chromium> {
    if (!hasChromium()) throw new Error('chromium is not installed: apt-get install chromium');
    const profile = mkdtempSync(join(tmpdir(), 'glacis-chromium-'));
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      '--remote-debugging-pipe',
      'about:blank',
    ];
    const browser = spawn('chromium', flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const chromium = new Chromium(browser, profile);
    const targets = await chromium.waitForPage();
    const { sessionId } = await chromium.call('Target.attachToTarget', { targetId: targets, flatten: true });
    chromium.session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await chromium.call(`${domain}.enable`);
    return chromium;
  }

  /** Loads a page and waits until it stands. */
  async open(url: string): Promise<void> {
    this.requests.length = 0;
    this.complaints.length = 0;
    const loaded = new Promise<void>((resolve) => this.listeners.set('Page.loadEventFired', resolve));
    await this.call('Page.navigate', { url });
    await loaded;
  }

  /** Width of the window in CSS pixels, and what the reader prefers. */
  async show(width: number, height: number, scheme: 'light' | 'dark', hasScript = true): Promise<void> {
    await this.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await this.call('Emulation.setScriptExecutionDisabled', { value: !hasScript });
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value: T }).value;
  }

  /** A command of the DevTools protocol. */
  call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.lastId += 1;
    const id = this.lastId;
    const session = this.session === '' ? {} : { sessionId: this.session };
    const answer = new Promise<Message>((resolve) => this.waiting.set(id, resolve));
    (this.browser.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return answer.then(({ result, error }) => {
      if (error) throw new Error(`${method}: ${error.message}`);
      return result ?? {};
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.browser.once('exit', resolve));
    this.session = '';
    await this.call('Browser.close').catch(() => this.browser.kill());
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async waitForPage(): Promise<string> {
    for (let tries = 0; tries < startSeconds * 10; tries += 1) {
      const { targetInfos } = await this.call('Target.getTargets');
      const page = (targetInfos as { type: string; targetId: string }[]).find(({ type }) => type === 'page');
      if (page) return page.targetId;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('chromium opened no page');
  }

  private read(text: string): void {
    const parts = (this.unread + text).split('\0');
    this.unread = parts.pop() ?? '';
    for (const part of parts) this.take(JSON.parse(part) as Message);
  }

  private take({ id, method, params, ...rest }: Message): void {
    if (id !== undefined) {
      this.waiting.get(id)?.(rest);
      this.waiting.delete(id);
    }
    if (method === 'Network.requestWillBeSent') {
      this.requests.push((params as { request: { url: string } }).request.url);
    }
    const isComplaint = ['Runtime.exceptionThrown', 'Runtime.consoleAPICalled', 'Log.entryAdded'].includes(
      method ?? '',
    );
    if (isComplaint) this.complaints.push(JSON.stringify(params));
    this.listeners.get(method ?? '')?.();
  }
}
