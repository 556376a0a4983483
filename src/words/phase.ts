import type { PhaseStep } from '../run/events';
import type { Words } from './index';

/** Where a run stands, and in which of its parts where it has several. */
export function sayPhase(
  step: PhaseStep,
  place: { readonly part: number; readonly parts: number } | undefined,
  words: Words,
): string {
  const phase = words.phase(step);
  return place === undefined ? phase : words.inPart(place.part, place.parts, phase);
}
