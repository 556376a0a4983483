// A dataset of 28×28 images in ten classes, and its splits.
import { WeftError } from '../errors';
import { classNamesOf } from './classNames';
import { type DatasetFileOptions, type FetchBytes, fetchOverHttp, loadDatasetFile } from './datasetFile';
import { DATASET_FILES, type DatasetFile, datasetFileUrl } from './datasetFiles';
import { IMAGE_COLS, IMAGE_PIXELS, IMAGE_ROWS, parseIdxImages, parseIdxLabels } from './idx';

export type { FetchBytes } from './datasetFile';

/** How many of the training images validate, unless told otherwise: the first ones. */
export const VALIDATION_EXAMPLES = 10_000;

/**
 * A whole dataset. Images are [count, 784] uint8, row by row, 0 the background and 255 the strongest ink;
 * labels are [count] uint8, 0…9. The arrays are views: their buffers also hold the header of the file.
 */
export interface Dataset {
  readonly name: string;
  readonly imageRows: typeof IMAGE_ROWS;
  readonly imageCols: typeof IMAGE_COLS;
  /** The ten class names, by label. */
  readonly classNames: readonly string[];
  readonly trainImages: Uint8Array<ArrayBuffer>;
  readonly trainLabels: Uint8Array<ArrayBuffer>;
  readonly testImages: Uint8Array<ArrayBuffer>;
  readonly testLabels: Uint8Array<ArrayBuffer>;
}

/** Told after each file. */
export interface DatasetProgress {
  /** The file that was just loaded and checked. */
  readonly fileName: string;
  readonly filesLoaded: number;
  readonly fileCount: number;
}

export interface LoadDatasetOptions {
  /** The folder under `datasets/`. */
  readonly name: string;
  /** Where `datasets/` is served, with the slash at its end. */
  readonly baseUrl: string;
  /** Replaces HTTP, as where files come from a disk. */
  readonly fetchBytes?: FetchBytes;
  readonly onProgress?: (progress: DatasetProgress) => void;
}

/**
 * Loads and checks the four files of a dataset; `fashion-mnist` must be the published one, by SHA-256.
 * @throws WeftError `bad-dataset`, naming the file, when one is missing, damaged or foreign, when images and labels
 *   differ in number, or when there are not more than 10,000 training images
 */
export async function loadDataset(options: LoadDatasetOptions): Promise<Dataset> {
  const { name, baseUrl, fetchBytes = fetchOverHttp, onProgress } = options;
  let filesLoaded = 0;
  // One file after another, so that a missing dataset is always reported by the same file.
  async function load<T>(fileName: DatasetFile, parse: DatasetFileOptions<T>['parse']): Promise<T> {
    const url = datasetFileUrl(baseUrl, name, fileName);
    const content = await loadDatasetFile({ name: `${name}/${fileName}`, url, fetchBytes, parse });
    filesLoaded += 1;
    onProgress?.({ fileName, filesLoaded, fileCount: DATASET_FILES.length });
    return content;
  }

  const trainImages = await load('train-images-idx3-ubyte.gz', parseIdxImages);
  const trainLabels = await load('train-labels-idx1-ubyte.gz', parseIdxLabels);
  const testImages = await load('t10k-images-idx3-ubyte.gz', parseIdxImages);
  const testLabels = await load('t10k-labels-idx1-ubyte.gz', parseIdxLabels);

  requireLabelPerImage(`${name}/train-labels-idx1-ubyte.gz`, trainLabels, trainImages);
  requireLabelPerImage(`${name}/t10k-labels-idx1-ubyte.gz`, testLabels, testImages);
  if (trainLabels.length <= VALIDATION_EXAMPLES) {
    const file = `${name}/train-images-idx3-ubyte.gz`;
    throw new WeftError(
      'bad-dataset',
      `File ${file} has ${trainLabels.length} images; it must have at least ` +
        `${VALIDATION_EXAMPLES + 1}, since the first ${VALIDATION_EXAMPLES} validate.`,
      { facts: { about: 'too-few-images', file, images: trainLabels.length, validation: VALIDATION_EXAMPLES } },
    );
  }
  return {
    name,
    imageRows: IMAGE_ROWS,
    imageCols: IMAGE_COLS,
    classNames: classNamesOf(name),
    trainImages,
    trainLabels,
    testImages,
    testLabels,
  };
}

function requireLabelPerImage(labelsName: string, labels: Uint8Array, images: Uint8Array): void {
  const imageCount = images.length / IMAGE_PIXELS;
  if (labels.length !== imageCount) {
    throw new WeftError(
      'bad-dataset',
      `File ${labelsName} has ${labels.length} labels; there must be one for each of the ${imageCount} images.`,
      { facts: { about: 'label-count', file: labelsName, labels: labels.length, images: imageCount } },
    );
  }
}

/** Examples of one purpose. */
export interface Split {
  /** [count, 784] uint8 */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [count] uint8, 0…9 */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

export interface DatasetSplits {
  readonly train: Split;
  /** Training images that nothing trains on, where some are held out. */
  readonly heldOut?: Split;
  readonly validation: Split;
  readonly test: Split;
}

/**
 * Sets the FIRST training images aside to validate; the rest train. Copies nothing: every array is a view.
 * @param options.validationExamples how many validate, 10,000 unless told
 * @throws WeftError `bad-option` unless at least one example validates and at least one is left to train
 */
export function splitDataset(
  dataset: Pick<Dataset, 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels'>,
  options: { readonly validationExamples?: number } = {},
): DatasetSplits {
  const { validationExamples = VALIDATION_EXAMPLES } = options;
  const { trainImages, trainLabels, testImages, testLabels } = dataset;
  const trainCount = trainLabels.length;
  if (!Number.isInteger(validationExamples) || validationExamples < 1 || validationExamples >= trainCount) {
    throw new WeftError(
      'bad-option',
      `The number of validation examples is ${validationExamples}; ` +
        `it must be a whole number from 1 to ${trainCount - 1}, since there are ${trainCount} training images.`,
    );
  }
  return {
    train: sliceExamples(trainImages, trainLabels, validationExamples, trainCount),
    validation: sliceExamples(trainImages, trainLabels, 0, validationExamples),
    test: sliceExamples(testImages, testLabels, 0, testLabels.length),
  };
}

export interface TrainingExamples {
  /** How many training examples are used, the first ones. */
  readonly trainExamples: number;
  /** How many of these, the last ones, are held out; fewer than all. */
  readonly heldOutExamples: number;
}

/**
 * Leaves the first training examples, and holds the last of these out. Copies nothing: every array is a view.
 * @throws WeftError `bad-option` where there are fewer training examples
 */
export function limitTraining(
  splits: Pick<DatasetSplits, 'train' | 'validation' | 'test'>,
  { trainExamples, heldOutExamples }: TrainingExamples,
  datasetName: string,
): DatasetSplits {
  const { train, validation, test } = splits;
  if (trainExamples > train.count) {
    const [option, examples] = ['train-examples', train.count];
    throw new WeftError(
      'bad-option',
      `Option ${option} is ${trainExamples}; dataset ${datasetName} has ${examples} examples to train on.`,
      { option, facts: { about: 'too-many-examples', option, value: trainExamples, dataset: datasetName, examples } },
    );
  }
  const trained = trainExamples - heldOutExamples;
  const heldOut = sliceExamples(train.images, train.labels, trained, trainExamples);
  return {
    train: sliceExamples(train.images, train.labels, 0, trained),
    validation,
    test,
    ...(heldOutExamples > 0 ? { heldOut } : {}),
  };
}

function sliceExamples(
  images: Uint8Array<ArrayBuffer>,
  labels: Uint8Array<ArrayBuffer>,
  begin: number,
  end: number,
): Split {
  return {
    images: images.subarray(begin * IMAGE_PIXELS, end * IMAGE_PIXELS),
    labels: labels.subarray(begin, end),
    count: end - begin,
  };
}
