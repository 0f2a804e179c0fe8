// The objects of a fleet's index against the schemas that Argo CD and Flux publish.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

type KubernetesObject = Record<string, unknown> & { readonly apiVersion: string; readonly kind: string };

/** What the schema of each object has against it; empty: nothing. */
function findFaults(objects: readonly KubernetesObject[]): string[] {
  const faults: unknown = JSON.parse(
    execFileSync(process.execPath, [join(__dirname, 'validate-kubernetes.mjs')], {
      input: JSON.stringify(objects),
      encoding: 'utf8',
    }),
  );
  return faults as string[];
}

const snapshots = join(__dirname, '../../../snapshots');
const indexes = ['fleet', 'split-endpoints']
  .flatMap((example) =>
    ['argocd', 'flux'].flatMap((tool) => {
      const directory = join(snapshots, example, '_fleet/kustomize', tool);
      return readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => readFileSync(join(directory, file), 'utf8'));
    }),
  )
  .map((text) => load(text) as KubernetesObject)
  .filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config.k8s.io/'));

test('ApplicationSets and Flux Kustomizations are what their schemas ask for, and a wrong one is refused', () => {
  const broken = indexes.map((object) => ({
    ...object,
    spec: { ...(object.spec as object), interval: 5, generators: {} },
  }));
  expect(new Set(indexes.map(({ kind }) => kind))).toEqual(new Set(['ApplicationSet', 'Kustomization']));
  const faults = findFaults([...indexes, ...broken]);
  expect(faults.slice(0, indexes.length)).toEqual(indexes.map(() => ''));
  for (const fault of faults.slice(indexes.length)) expect(fault).toMatch(/interval|generators/);
});
