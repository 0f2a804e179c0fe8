// Preconditions in HCL: the libraries print them as a list of objects, which Terraform refuses, unless they are told to be blocks.
import type { TerraformCondition } from './library';

/** Fragments of `toHclTerraform`: type, name, attributes. */
export type Blocks = Record<string, Record<string, Record<string, unknown>>>;

/** Tells the printer that the preconditions of the resource are blocks. Changes the attributes in place; they are made anew each time. */
export function markPreconditions(
  attributes: Record<string, unknown>,
  preconditions: readonly TerraformCondition[] | undefined,
): void {
  if (!preconditions) return;
  const value = preconditions.map(({ condition, errorMessage }) => ({
    condition: { value: condition, type: 'any' },
    error_message: { value: errorMessage, type: 'any' },
  }));
  const precondition = { value, isBlock: true, type: 'list', storageClassType: 'objectList' };
  const lifecycle = { ...(attributes.lifecycle as object), precondition };
  attributes.lifecycle = { value: lifecycle, isBlock: true, type: 'struct' };
}
