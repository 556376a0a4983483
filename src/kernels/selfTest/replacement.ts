import type { Gpu } from '../../gpu/device';
import type { LaunchPlan } from '../../gpu/recorder';

/**
 * The plan to launch: the wanted one, unless a test found its program wrong on this device; then the first of others for the
 * same work that was not. Where there is none, the wanted one.
 */
export function rightOf<P extends LaunchPlan>(
  { pipelines }: Pick<Gpu, 'pipelines'>,
  wanted: P,
  others: () => readonly P[],
): P {
  if (pipelines.verdictOn(wanted.program) !== 'wrong') {
    return wanted;
  }
  const other = others().find(({ program }) => pipelines.verdictOn(program) !== 'wrong');
  return other === undefined ? wanted : { ...other, replaces: wanted.program };
}
