import { KERNEL_SETS, SWITCHES } from './choices';
import { defineOption, inEvery } from './optionDefinition';
import { oneOf, textMatching } from './optionValues';

/** What a run measures beside its course, and with what it is carried out. */
export const MORE_OPTIONS = {
  diagnostics: defineOption(oneOf(SWITCHES), {
    usual: 'on',
    whenBare: 'on',
    group: 'more',
    place: 2,
    label: { en: 'Diagnostics', es: 'Diagnóstico' },
    hint: { en: 'of layers, each epoch', es: 'de las capas' },
    help: {
      en: 'whether pre-activations, dead units and gradients are measured after each epoch',
      es: 'si se miden las preactivaciones, las unidades muertas y los gradientes tras cada época',
    },
  }),
  kernels: defineOption(oneOf(KERNEL_SETS), {
    usual: 'weft',
    group: 'more',
    place: 1,
    label: inEvery('Kernels'),
    hint: { en: 'stock: plain tfjs', es: 'stock: tfjs sin más' },
    help: {
      en: "Weft's kernels, or plain TensorFlow.js one member after another",
      es: 'los kernels de Weft, o TensorFlow.js sin más, una red tras otra',
    },
  }),
  dataset: defineOption(
    textMatching(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, {
      en: 'a name of letters, digits, "." and "-"',
      es: 'un nombre de letras, cifras, "." y "-"',
    }),
    {
      usual: 'fashion-mnist',
      group: 'more',
      place: 4,
      label: { en: 'Dataset', es: 'Datos' },
      hint: { en: 'in datasets/', es: 'en datasets/' },
      help: {
        en: 'a dataset under datasets/ that the server offers',
        es: 'un conjunto de datos en datasets/ del servidor',
      },
    },
  ),
} as const;
