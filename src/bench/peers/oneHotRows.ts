import { CLASSES } from '../../run/network';

/** [rows, CLASSES] with a 1 at each row's label: what the peers' losses take instead of labels. */
export function oneHotRows(labels: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const values = new Float32Array(labels.length * CLASSES);
  for (let row = 0; row < labels.length; row++) {
    values[row * CLASSES + (labels[row] as number)] = 1;
  }
  return values;
}
