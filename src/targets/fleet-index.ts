// Index files for fleets: an Argo CD ApplicationSet over the region directories, a Flux Kustomization for each region.
import { composeYaml, type YamlEntry, type YamlValue } from '../documents/yaml/compose-yaml';
import type { FleetRegion } from './types';

/** Address that stands for your repository: patch it from a Kustomization of your own, because this file is written anew. */
const repository = 'https://git.example.org/hardening.git';

const entry = (key: string, value: YamlValue): YamlEntry => ({ key, value });
const block = (...entries: readonly YamlEntry[]): YamlValue => ({ entries });

/** What Kubernetes takes for a name: capitals, as in RegionOne, it does not. No two regions differ in case alone. */
const nameObject = (prefix: string, region: string): string => `${prefix}-${region.toLowerCase()}`;

/**
 * One Application a region, found by its directory: a new region needs no change here. `selfHeal` is Argo CD's own drift
 * detection. Destinations: clusters are named like regions. `others`: regions of the fleet that have other targets alone.
 */
export function composeApplicationSet(regions: readonly FleetRegion[], others: readonly string[]): string {
  const names = [...regions.map(({ name }) => name), ...others];
  const suffixes = [...new Set(regions.map(findSuffix))].sort();
  const generators = suffixes.map((suffix) => {
    const own = new Set(regions.filter((region) => findSuffix(region) === suffix).map(({ name }) => name));
    // A star ends at a slash, and finds every directory of that depth.
    const foreign = suffix === '' ? names.filter((name) => !own.has(name)).sort() : [];
    const excluded = [`_fleet${suffix}`, ...foreign];
    const directories = [
      block(entry('path', `glacis.out/*${suffix}`)),
      ...excluded.map((path) => block(entry('path', `glacis.out/${path}`), entry('exclude', true))),
    ];
    const region = `{{index .path.segments (sub (len .path.segments) ${suffix === '' ? 1 : 2})}}`;
    return block(
      entry(
        'git',
        block(
          entry('repoURL', repository),
          entry('revision', 'HEAD'),
          entry('directories', { items: directories }),
          entry('values', block(entry('region', region))),
        ),
      ),
    );
  });
  const application = block(
    entry('project', 'default'),
    entry(
      'source',
      block(entry('repoURL', repository), entry('targetRevision', 'HEAD'), entry('path', '{{.path.path}}')),
    ),
    entry('destination', block(entry('name', '{{.values.region}}'), entry('namespace', 'openstack'))),
    entry('syncPolicy', block(entry('automated', block(entry('prune', true), entry('selfHeal', true))))),
  );
  const template = block(
    entry('metadata', block(entry('name', 'glacis-{{.values.region | lower}}'))),
    entry('spec', application),
  );
  return composeYaml(
    [
      'Argo CD: one Application for each region directory; clusters are registered under the names of the regions.',
      'Set every repoURL and the path below which glacis.out is committed with a patch of your own.',
    ],
    [
      entry('apiVersion', 'argoproj.io/v1alpha1'),
      entry('kind', 'ApplicationSet'),
      entry('metadata', block(entry('name', 'glacis'), entry('namespace', 'argocd'))),
      entry(
        'spec',
        block(
          entry('goTemplate', true),
          entry('goTemplateOptions', { items: ['missingkey=error'] }),
          entry('generators', { items: generators }),
          entry('template', template),
        ),
      ),
    ],
  );
}

/** Of the directory of a region what lies below its name. */
function findSuffix({ name, directory }: FleetRegion): string {
  return directory.slice(name.length);
}

/** Flux: a Kustomization for one region, from the GitRepository `glacis`; no `postBuild`, which would substitute in the files. */
export function composeFluxKustomization({ name, directory }: FleetRegion): string {
  const secret = block(entry('name', nameObject('cluster', name)));
  return composeYaml(
    [],
    [
      entry('apiVersion', 'kustomize.toolkit.fluxcd.io/v1'),
      entry('kind', 'Kustomization'),
      entry('metadata', block(entry('name', nameObject('glacis', name)), entry('namespace', 'flux-system'))),
      entry(
        'spec',
        block(
          entry('interval', '10m'),
          entry('path', `./glacis.out/${directory}`),
          entry('prune', true),
          entry('sourceRef', block(entry('kind', 'GitRepository'), entry('name', 'glacis'))),
          entry('targetNamespace', 'openstack'),
          entry('kubeConfig', block(entry('secretRef', secret))),
        ),
      ),
    ],
  );
}
