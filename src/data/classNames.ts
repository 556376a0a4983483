/** What the labels 0…9 of Fashion-MNIST mean. */
export const FASHION_MNIST_CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

const DIGIT_CLASS_NAMES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** What a dataset is called; its name where it is not a known one. */
export function datasetTitle(name: string): string {
  return name === 'fashion-mnist' ? 'Fashion-MNIST' : name;
}

/** The ten class names of a dataset, by label; the labels themselves where the dataset is not a known one. */
export function classNamesOf(datasetName: string): readonly string[] {
  return datasetName === 'fashion-mnist' ? FASHION_MNIST_CLASS_NAMES : DIGIT_CLASS_NAMES;
}
