import type { Words } from '../../en';
import type { common as commonOfEnglish } from '../../en/questions/common';
import { NO_FIGURE } from '../../numbers';
import { CLASS_NAMES, epochs, FIGURES, list, NORMALIZATIONS, networks, numbers, seeds } from '../base';

export const common: Pick<Words, keyof typeof commonOfEnglish> = {
  title: (datasets) => `${list(datasets)}: qué normalización de la entrada es la mejor y por qué`,
  summaryHeading: 'En resumen',
  noFinding: 'Estas ejecuciones no lo responden.',
  commandsLabel: 'Para medirlo:',
  source: (run) => `De la ejecución ${run}.`,
  mainArms: (condition) => `De cada normalización, las redes «${condition}».`,
  pooledName: (runs) => runs.join(' reunida con '),
  pooledLine: (runs, members) =>
    `${list(runs)} son aquí una sola ejecución, de ${networks(members)}: difieren en qué redes tienen y en nada de cómo se entrenaron`,
  conflictNotice: (first, second, normalization, seed) =>
    `Las ejecuciones ${first} y ${second} no se reúnen: ambas tienen la red ${normalization}, semilla ${seed}, con cifras distintas.`,
  runName: (preset, startedAt) => `${preset} (${numbers.instant(startedAt)})`,
  runLine: (run) =>
    `${run.name}: ${networks(run.members)}, ${epochs(run.epochs)} de ${numbers.count(run.examples)} ejemplos, en ${run.adapter}, commit ${run.commit}`,
  softwareNotice: (adapter) =>
    `Entrenado en un adaptador por software, ${adapter}: las velocidades no dicen nada sobre las GPU. La exactitud y la pérdida sí valen: la aritmética es la misma, en float32.`,
  stoppedNotice: (run, isTested) =>
    isTested
      ? `La ejecución ${run} se detuvo a mano antes de terminar, y sus redes se evaluaron tal como estaban: no se sabe a qué habrían llegado.`
      : `La ejecución ${run} se detuvo a mano antes de terminar, así que sus redes no se evaluaron con los datos de test.`,
  shortNotice: (run, examples, all) =>
    `La ejecución ${run} usó ${numbers.count(examples)} de los ${numbers.count(all)} ejemplos de entrenamiento: sus exactitudes no son las de la tarea completa.`,
  normalizations: NORMALIZATIONS,
  constantRate: 'tasa constante',
  allEpochs: 'todas las épocas',
  figures: FIGURES,
  guessing: 'al azar, ln 10',
  axes: {
    epoch: 'época',
    loss: 'entropía cruzada en nats, logarítmica',
    accuracy: 'proporción de aciertos',
    learningRate: 'tasa de aprendizaje, logarítmica',
    std: 'desviación típica, logarítmica',
    gradientNorm: 'norma euclídea, logarítmica',
    deadShare: 'proporción de las unidades',
    logarithmic: (label) => `${label}, logarítmica`,
    difference: 'diferencia, la primera menos la segunda',
  },
  describe: {
    lines: (curves, format) =>
      curves
        .map(({ label, points }) => {
          const [first, last] = [points[0], points.at(-1)];
          return first === undefined || last === undefined
            ? `${label}: sin datos`
            : `${label}: ${format(first.y)} en la época ${first.x}, ${format(last.y)} en la época ${last.x}`;
        })
        .join('; '),
    rates: (curves, format) =>
      curves
        .map(
          ({ label, points }) =>
            `${label}: ${points.map(({ x, y }) => `${format(y)} con ${numbers.learningRate(x)}`).join(', ')}`,
        )
        .join('; '),
    interval: (label, mean, low, high, format) =>
      `${label} ${format(mean)}${low === null || high === null ? '' : `, de ${format(low)} a ${format(high)}`}`,
  },
  table: {
    arm: 'redes',
    normalization: 'normalización',
    input: 'entrada',
    testAccuracy: 'exactitud en test',
    testLoss: 'pérdida en test',
    interval: 'intervalo del 95 %',
    status: 'final',
    pair: 'pareja',
    difference: 'diferencia',
    correctedInterval: 'intervalo del 95 % corregido',
    pAdjusted: 'p de Holm',
    seeds: 'semillas',
    verdict: 'veredicto',
    learningRate: 'tasa de aprendizaje',
    valLoss: 'pérdida en validación',
    valAccuracy: 'exactitud en validación',
    diverged: 'divergieron',
    reductions: 'reducciones',
    lastLearningRate: 'última tasa',
    lowestValLoss: 'menor pérdida en validación',
    lastValLoss: 'última pérdida en validación',
    stoppedMembers: 'paradas antes',
    epochsTrained: 'épocas entrenadas',
    restoredEpoch: 'época restaurada',
    savedShare: 'épocas ahorradas',
    class: 'clase',
    trueClass: 'clase real',
    precision: 'precisión',
    recall: 'exhaustividad',
    f1: 'F1',
    examples: 'ejemplos',
    normalizeGbPerSecond: 'normalización, GB/s',
    fact: 'dato',
    option: 'opción',
    value: 'valor',
  },
  interval: (low, high, format) => (low === null || high === null ? NO_FIGURE : `${format(low)} a ${format(high)}`),
  range: (low, high) => `${numbers.count(low)} a ${numbers.count(high)}`,
  outOf: (count, all) => `${numbers.count(count)} de ${numbers.count(all)}`,
  oneSeedNote: 'Una sola semilla: no hay intervalo.',
  intervalNote:
    'Medias con intervalos del 95 % según la t de Student, sobre las semillas que cuenta la tabla: aquellas cuyo test dio datos.',
  meansNote: (count) => (count > 1 ? `Medias de ${seeds(count)}.` : 'Una sola semilla.'),
  statuses: {
    finished: (count) => `${numbers.count(count)} ${count === 1 ? 'terminada' : 'terminadas'}`,
    'stopped-early': (count) => `${numbers.count(count)} ${count === 1 ? 'parada' : 'paradas'} antes`,
    'blew-up': (count) => `${numbers.count(count)} con la pérdida desbordada`,
    'no-better-than-guessing': (count) => `${numbers.count(count)} no mejor que el azar`,
    diverged: (count) => `${numbers.count(count)} ${count === 1 ? 'divergió' : 'divergieron'}`,
    stopped: (count) => `${numbers.count(count)} ${count === 1 ? 'detenida' : 'detenidas'} a mano`,
  },
  runStatuses: { finished: 'terminada', stopped: 'detenida a mano' },
  className: (name) => CLASS_NAMES[name] ?? name,
};
