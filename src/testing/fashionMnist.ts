import { type DatasetSplits, loadDataset, type Split, splitDataset } from '../data/dataset';

/** How many examples of each split a test uses: the first ones. */
export type ExampleCounts = Readonly<Record<Exclude<keyof DatasetSplits, 'heldOut'>, number>>;

/** The first examples of Fashion-MNIST, which the test server offers as the page's does. */
export async function loadFirstExamples(counts: ExampleCounts): Promise<DatasetSplits> {
  const dataset = await loadDataset({ name: 'fashion-mnist', baseUrl: `${globalThis.location.origin}/` });
  const { train, validation, test } = splitDataset(dataset);
  return {
    train: takeFirst(train, counts.train),
    validation: takeFirst(validation, counts.validation),
    test: takeFirst(test, counts.test),
  };
}

function takeFirst({ images, labels, count }: Split, first: number): Split {
  return {
    images: images.subarray(0, (images.length / count) * first),
    labels: labels.subarray(0, first),
    count: first,
  };
}
