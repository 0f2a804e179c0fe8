// Addresses in a stack: the libraries leave blanks and dots out of ids, and write two resources of one address as one, without a word.
import type { Construct, IConstruct } from 'constructs';
import { describeProblem, problem } from '../problems';
import type { ResourceConstruct, TerraformLibrary } from './library';

const watched = new WeakSet<Construct>();
const ours = new WeakSet<IConstruct>();

/** Makes the synth refuse when another resource of the stack has the address of `resource`: the files of one, and its gate, would be gone. */
export function keepAddress(library: TerraformLibrary, resource: ResourceConstruct): void {
  ours.add(resource);
  const stack = library.TerraformStack.of(resource);
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => listClashes(stack) });
}

/** Asked for at the end: until then an address may change. */
function listClashes(stack: Construct): string[] {
  const owners = new Map<string, IConstruct>();
  return stack.node.findAll().flatMap((one) => {
    const { terraformResourceType, friendlyUniqueId, cdktfStack } = one as Partial<Element>;
    if (terraformResourceType === undefined || cdktfStack !== stack) return [];
    const address = `${terraformResourceType}.${friendlyUniqueId}`;
    const owner = owners.get(address);
    owners.set(address, one);
    // Providers have addresses of another kind, and what two of somebody else do is not for us to say.
    if (owner === undefined || !(ours.has(one) || ours.has(owner))) return [];
    const facts = {
      got: `${address}, as ${owner.node.path} has it`,
      wanted: 'an address of its own',
      why: 'only one of the two would be written',
      fix: 'give one of them an id that differs in letters or digits',
    };
    return [describeProblem(problem('duplicate-key', { file: one.node.path }, facts))];
  });
}

interface Element {
  readonly terraformResourceType: string;
  readonly friendlyUniqueId: string;
  readonly cdktfStack: Construct;
}
