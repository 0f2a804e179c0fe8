// Validates Kubernetes objects (a JSON list on standard input) against the schemas of their API group; prints one list of faults.
import { readFileSync } from 'node:fs';
import { ApplicationSet } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1';
import { Kustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import { ConfigMap, Secret } from 'kubernetes-models/v1';

const models = {
  'argoproj.io/v1alpha1/ApplicationSet': ApplicationSet,
  'kustomize.toolkit.fluxcd.io/v1/Kustomization': Kustomization,
  'v1/ConfigMap': ConfigMap,
  'v1/Secret': Secret,
};

const faults = JSON.parse(readFileSync(0, 'utf8')).map((object) => {
  const Model = models[`${object.apiVersion}/${object.kind}`];
  if (Model === undefined) return `no schema for ${object.apiVersion} ${object.kind}`;
  try {
    new Model(object).validate();
    return '';
  } catch (error) {
    return String(error.message);
  }
});
process.stdout.write(JSON.stringify(faults));
