// What every real proxy in front of Glance must do with the spellings that create an image, and with everything else.
import {
  collapsedCreatingRequests,
  creatingRequests,
  harmlessRequests,
  overriddenCreatingRequests,
  recentCreatingRequests,
} from '../../src/emulators/edge/creating-requests';
import type { EdgeRequest, EdgeVerdict } from '../../src/emulators/edge/types';
import { repeatRequest, sendRequest } from './nginx-origin';

/** What creates an image behind one of the WSGI servers. */
const creating = [
  ...[...creatingRequests, ...overriddenCreatingRequests],
  ...[...collapsedCreatingRequests, ...recentCreatingRequests],
];

/** Each spelling is limited as the emulator says, all share one bucket of five, and harmless requests pass with it empty. */
export async function expectEverySpellingLimited(
  port: number,
  judge: (request: EdgeRequest) => EdgeVerdict,
): Promise<void> {
  const from = (i: number): string => `127.0.1.${i + 1}`;
  const judged = creating.map((request, i) => ({ request, verdict: judge({ ...request, clientAddress: from(i) }) }));
  // nginx answers 400 to a percent sign without two digits.
  const refused = judged.filter(({ verdict }) => verdict.limited === 'refused').map(({ request }) => request);
  expect(refused.every(({ rawPath }) => /%(?![0-9a-f]{2})/i.test(rawPath))).toBe(true);
  for (const request of refused) expect((await sendRequest(port, request, '127.0.2.2')).status).toBe(400);
  const spellings = creating.filter((request) => !refused.includes(request));
  for (const [i, spelling] of spellings.entries()) {
    const verdict = judge({ ...spelling, clientAddress: from(i) });
    if (verdict.limited !== true) throw new Error(`not limited: ${spelling.rawPath}`);
    const seen = await repeatRequest(port, spelling, 8, from(i), ['X-Auth-Token', 'X-Forwarded-For']);
    const refusal = { status: verdict.status, retryAfter: verdict.retryAfter };
    expect(seen).toEqual([
      ...new Array(verdict.burst).fill({ status: 201, retryAfter: null }),
      ...new Array(8 - verdict.burst).fill(refusal),
    ]);
  }
  const shared = [];
  for (const spelling of spellings) shared.push((await sendRequest(port, spelling, '127.0.2.1')).status);
  expect(shared).toEqual([...new Array(5).fill(201), ...new Array(spellings.length - 5).fill(429)]);
  for (const harmless of harmlessRequests) {
    const seen = await repeatRequest(port, harmless, 10, '127.0.2.1');
    expect(new Set(seen.map((one) => one.status))).toEqual(new Set([201]));
  }
}

/** Twelve creations of one client arrive as the verdict says, and the last is refused as it says. @param countPosts what arrived */
export async function expectAdmitted(
  port: number,
  rawPath: string,
  verdict: EdgeVerdict,
  countPosts: () => number,
): Promise<void> {
  const seen = await repeatRequest(port, { method: 'POST', rawPath }, 12, '127.0.4.1', [
    'X-Auth-Token',
    'X-Forwarded-For',
  ]);
  const admitted = verdict.limited === true ? Math.min(12, verdict.burst) : verdict.limited === false ? 12 : 0;
  expect(verdict.limited).not.toBe('cannot-say');
  expect(countPosts()).toBe(admitted);
  if (verdict.limited === true && admitted < 12)
    expect(seen[11]).toEqual({ status: verdict.status, retryAfter: verdict.retryAfter });
  if (verdict.limited === 'refused') expect(seen[0]?.status).toBe(verdict.status);
}
