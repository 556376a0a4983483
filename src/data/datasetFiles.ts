/** The files of every dataset: images and labels to train on, and to test with. */
export const DATASET_FILES = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
] as const;

export type DatasetFile = (typeof DATASET_FILES)[number];

/** @param baseUrl where `datasets/` is served, with the slash at its end. */
export function datasetFileUrl(baseUrl: string, dataset: string, file: DatasetFile): string {
  return `${baseUrl}datasets/${dataset}/${file}`;
}
