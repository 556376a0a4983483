import type { MatmulShape } from './shape';

/** Entries of an output that are compared with float64: a hundredth of a second's work for k = 784. */
const CHECKED_ENTRIES = 1024;

/**
 * Random entries of a product's output [batch, m, n], each once: all of a small one, otherwise 1,024. Rows, columns
 * and products of the batch come in turn, each time in another order, so that no row and no column is left out where
 * there are at most 1,024 of them.
 */
export function chooseEntries({ batch, m, n }: Pick<MatmulShape, 'batch' | 'm' | 'n'>): number[] {
  const length = batch * m * n;
  if (length <= CHECKED_ENTRIES) {
    return Array.from({ length }, (_, index) => index);
  }
  const [nextProduct, nextRow, nextCol] = [batch, m, n].map(inTurn) as [() => number, () => number, () => number];
  const entries = new Set<number>();
  while (entries.size < CHECKED_ENTRIES) {
    entries.add((nextProduct() * m + nextRow()) * n + nextCol());
  }
  return [...entries];
}

/** Places of tiles up to a quarter of `MANY_PLACES` are looked at in so many tiles: in one, a relu may hide what is wrong. */
const MOST_TIMES = 4;
const MANY_PLACES = 8192;

/**
 * Entries for every place of a tile [rows, cols], each in random tiles of random products: what one invocation keeps in
 * one register is among them, whichever it is. Places that lie outside of the output in every tile are left out.
 */
export function chooseTileEntries(
  { batch, m, n }: Pick<MatmulShape, 'batch' | 'm' | 'n'>,
  tile: { readonly rows: number; readonly cols: number },
): number[] {
  const below = (count: number) => Math.floor(Math.random() * count);
  const inRandomTile = (place: number, size: number, length: number) =>
    place + size * below(Math.ceil((length - place) / size));
  const [rows, cols] = [Math.min(tile.rows, m), Math.min(tile.cols, n)];
  const times = Math.max(1, Math.min(MOST_TIMES, Math.floor(MANY_PLACES / (rows * cols))));
  return Array.from({ length: times * rows * cols }, (_, index) => {
    const place = index % (rows * cols);
    const row = inRandomTile(Math.floor(place / cols), tile.rows, m);
    const col = inRandomTile(place % cols, tile.cols, n);
    return (below(batch) * m + row) * n + col;
  });
}

/** Gives 0 … count − 1 in a random order, then all of them in another, and so on. */
function inTurn(count: number): () => number {
  let order: number[] = [];
  return () => {
    if (order.length === 0) {
      order = Array.from({ length: count }, (_, index) => index);
      for (let i = count - 1; i > 0; i--) {
        const other = Math.floor(Math.random() * (i + 1));
        [order[i], order[other]] = [order[other] as number, order[i] as number];
      }
    }
    return order.pop() as number;
  };
}
