import * as v from 'valibot';
import { type MatmulVariant, matmulVariantSchema } from './variants';

/**
 * What was stored as the winner of a shape, if it is one of the variants that the adapter can run now; corrupt entries
 * and older ones count as none.
 */
export function findStored(
  value: unknown,
  plans: readonly { readonly variant: MatmulVariant }[],
): MatmulVariant | undefined {
  const { success, output } = v.safeParse(matmulVariantSchema, value);
  const candidates = plans.map(({ variant }) => JSON.stringify(variant));
  return success && candidates.includes(JSON.stringify(output)) ? output : undefined;
}
