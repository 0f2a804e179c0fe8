// Kustomizations that are followed to the files they generate: what changes those on the way is a problem, not a verdict.
import { mappingsAt, readYamlMapping, type YamlMapping } from '../documents/yaml/read-yaml-mapping';
import { IntentProblems, problem } from '../problems';

/** Fields whose work only Kustomize could tell, of the whole and of a generator. */
const changing = /^(?:patches|replacements|transformers|components|generators|configurations|vars|literals|envs?$)/;

/** Reads a kustomization. `patch`: the one patch that is followed too. @throws IntentProblems for fields that change what is generated. */
export function readKustomization(text: string, file: string, patch?: string): YamlMapping {
  const kustomization = readYamlMapping(text, file);
  const patches = mappingsAt(kustomization, 'patches');
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap((kind) => mappingsAt(kustomization, kind));
  const isFollowed = (key: string): boolean =>
    !changing.test(key) || (key === 'patches' && patches.length === 1 && patches[0]?.path === patch);
  const found = [kustomization, ...generators].flatMap((one) => Object.keys(one)).filter((key) => !isFollowed(key));
  const facts = {
    wanted: 'files',
    why: 'only Kustomize knows what comes of it',
    fix: 'judge what arrived with glacis audit',
  };
  if (found.length > 0)
    throw new IntentProblems(found.map((got) => problem('unreadable', { file }, { ...facts, got })));
  return kustomization;
}
