// Index files for fleets: an Argo CD ApplicationSet over the region directories, a Flux Kustomization for each region.
import { composeYaml } from '../documents/yaml/compose-yaml';
import type { FleetRegion } from './types';

/** Address that stands for your repository: patch it from a Kustomization of your own, because this file is written anew. */
const repository = 'https://git.example.org/hardening.git';

/**
 * One Application a region, found by its directory: a new region needs no change here. `selfHeal` is Argo CD's own drift
 * detection. Destinations: clusters are named like regions.
 */
export function composeApplicationSet(regions: readonly FleetRegion[]): string {
  const [first] = regions;
  const suffix = first === undefined ? '' : first.directory.slice(first.name.length);
  const regionName = `{{index .path.segments (sub (len .path.segments) ${suffix === '' ? 1 : 2})}}`;
  return composeYaml(
    [
      'Argo CD: one Application for each region directory; clusters are registered under the names of the regions.',
      'Set repoURL (twice) and the path below which glacis.out is committed with a patch of your own.',
    ],
    [
      { key: 'apiVersion', value: 'argoproj.io/v1alpha1' },
      { key: 'kind', value: 'ApplicationSet' },
      {
        key: 'metadata',
        value: {
          entries: [
            { key: 'name', value: 'glacis' },
            { key: 'namespace', value: 'argocd' },
          ],
        },
      },
      {
        key: 'spec',
        value: {
          entries: [
            { key: 'goTemplate', value: true },
            { key: 'goTemplateOptions', value: { items: ['missingkey=error'] } },
            {
              key: 'generators',
              value: {
                items: [
                  {
                    entries: [
                      {
                        key: 'git',
                        value: {
                          entries: [
                            { key: 'repoURL', value: repository },
                            { key: 'revision', value: 'HEAD' },
                            {
                              key: 'directories',
                              value: {
                                items: [
                                  { entries: [{ key: 'path', value: `glacis.out/*${suffix}` }] },
                                  {
                                    entries: [
                                      { key: 'path', value: 'glacis.out/_fleet*' },
                                      { key: 'exclude', value: true },
                                    ],
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                ],
              },
            },
            {
              key: 'template',
              value: {
                entries: [
                  { key: 'metadata', value: { entries: [{ key: 'name', value: `glacis-${regionName}` }] } },
                  {
                    key: 'spec',
                    value: {
                      entries: [
                        { key: 'project', value: 'default' },
                        {
                          key: 'source',
                          value: {
                            entries: [
                              { key: 'repoURL', value: repository },
                              { key: 'targetRevision', value: 'HEAD' },
                              { key: 'path', value: '{{.path.path}}' },
                            ],
                          },
                        },
                        {
                          key: 'destination',
                          value: {
                            entries: [
                              { key: 'name', value: regionName },
                              { key: 'namespace', value: 'openstack' },
                            ],
                          },
                        },
                        {
                          key: 'syncPolicy',
                          value: {
                            entries: [
                              {
                                key: 'automated',
                                value: {
                                  entries: [
                                    { key: 'prune', value: true },
                                    { key: 'selfHeal', value: true },
                                  ],
                                },
                              },
                            ],
                          },
                        },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  );
}

/** Flux: a Kustomization for one region, from the GitRepository `glacis`; no `postBuild`, which would substitute in the files. */
export function composeFluxKustomization({ name, directory }: FleetRegion): string {
  return composeYaml(
    [],
    [
      { key: 'apiVersion', value: 'kustomize.toolkit.fluxcd.io/v1' },
      { key: 'kind', value: 'Kustomization' },
      {
        key: 'metadata',
        value: {
          entries: [
            { key: 'name', value: `glacis-${name}` },
            { key: 'namespace', value: 'flux-system' },
          ],
        },
      },
      {
        key: 'spec',
        value: {
          entries: [
            { key: 'interval', value: '10m' },
            { key: 'path', value: `./glacis.out/${directory}` },
            { key: 'prune', value: true },
            {
              key: 'sourceRef',
              value: {
                entries: [
                  { key: 'kind', value: 'GitRepository' },
                  { key: 'name', value: 'glacis' },
                ],
              },
            },
            { key: 'targetNamespace', value: 'openstack' },
            {
              key: 'kubeConfig',
              value: {
                entries: [{ key: 'secretRef', value: { entries: [{ key: 'name', value: `cluster-${name}` }] } }],
              },
            },
          ],
        },
      },
    ],
  );
}
