/**
 * Positions for labels that would like to stand at `wanted`, at least `gap` apart and within 0…`length`, in the
 * order of their wishes. Units are the caller's.
 */
export function spreadLabels(wanted: readonly number[], gap: number, length: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let lowest = 0;
  for (const index of order) {
    placed[index] = Math.max(lowest, wanted[index] ?? 0);
    lowest = (placed[index] ?? 0) + gap;
  }
  let highest = length;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(highest, placed[index] ?? 0);
    highest = (placed[index] ?? 0) - gap;
  }
  return placed;
}
