// Both libraries behind one face, so that every test says the same thing to both.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import * as cdktn from 'cdktn';
import type { Construct } from 'constructs';
import * as cdktfDoor from '../../../src/terraform/cdktf';
import * as cdktnDoor from '../../../src/terraform/cdktn';
import type { HardenedFilesProps, TerraformFiles } from '../../../src/terraform/hardened-files';

/** An app under construction. */
export interface Composition {
  addStack(id: string): Construct;
  addFiles(scope: Construct, id: string, props: HardenedFilesProps): TerraformFiles;
}

/** What a test asks of a library. */
export interface Library {
  readonly name: 'cdktf' | 'cdktn';
  /** Composes and synthesizes an app; answers with the parsed configuration of each stack. */
  synthesize(compose: (to: Composition) => void, options?: { skipValidation?: boolean }): Record<string, Configuration>;
  /** The HCL text of the only stack. */
  printHcl(compose: (to: Composition) => void): string;
}

/** A synthesized stack, metadata taken out. */
export interface Configuration {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly output: Record<string, { readonly value: string }>;
  readonly provider?: Record<string, object[]>;
  readonly terraform: { readonly required_providers?: object };
}

/** Runs `use` with a directory that is removed afterwards. */
export function useDirectory<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-terraform-'));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readConfigurations(outdir: string): Record<string, Configuration> {
  const stacks = join(outdir, 'stacks');
  return Object.fromEntries(
    readdirSync(stacks).map((id) => [
      id,
      JSON.parse(readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8'), (key, value: unknown) =>
        key === '//' ? undefined : value,
      ) as Configuration,
    ]),
  );
}

interface Parts {
  readonly newApp: (config: { outdir: string; skipValidation: boolean }) => Construct & { synth(): void };
  readonly newStack: (app: Construct, id: string) => Construct;
  readonly newFiles: Composition['addFiles'];
  readonly synthHcl: (stack: Construct) => string;
}

function describeLibrary(name: Library['name'], { newApp, newStack, newFiles, synthHcl }: Parts): Library {
  const composeApp = (outdir: string, skipValidation: boolean, compose: (to: Composition) => void) => {
    const app = newApp({ outdir, skipValidation });
    const stacks: Construct[] = [];
    const addStack = (id: string): Construct => {
      const stack = newStack(app, id);
      stacks.push(stack);
      return stack;
    };
    compose({ addStack, addFiles: newFiles });
    return { app, stacks };
  };
  return {
    name,
    synthesize: (compose, { skipValidation = false } = {}) =>
      useDirectory((outdir) => {
        composeApp(outdir, skipValidation, compose).app.synth();
        return readConfigurations(outdir);
      }),
    printHcl: (compose) =>
      useDirectory((outdir) => synthHcl(composeApp(outdir, false, compose).stacks[0] as Construct)),
  };
}

/** cdktf and its fork. */
export const libraries: readonly Library[] = [
  describeLibrary('cdktf', {
    newApp: (config) => new cdktf.App(config),
    newStack: (app, id) => new cdktf.TerraformStack(app, id),
    newFiles: (scope, id, props) => new cdktfDoor.HardenedFiles(scope, id, props),
    synthHcl: (stack) => cdktf.Testing.synthHcl(stack as cdktf.TerraformStack, true),
  }),
  describeLibrary('cdktn', {
    newApp: (config) => new cdktn.App(config),
    newStack: (app, id) => new cdktn.TerraformStack(app, id),
    newFiles: (scope, id, props) => new cdktnDoor.HardenedFiles(scope, id, props),
    synthHcl: (stack) => cdktn.Testing.synthHcl(stack as cdktn.TerraformStack, true),
  }),
];
