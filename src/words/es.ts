import type { Normalization } from '../data/normalization';
import type { ComparedFigure, Question } from '../run/verdicts';
import type { Words } from './en';
import { NO_FIGURE, numbersOf } from './numbers';

const numbers = numbersOf('es-ES', 'no finita');

const conjunction = new Intl.ListFormat('es-ES', { type: 'conjunction' });
const list = (items: readonly string[]) => conjunction.format(items);
const rates = (values: readonly number[]) => list(values.map(numbers.learningRate));
const plural = (count: number, noun: string) => `${numbers.count(count)} ${noun}${count === 1 ? '' : 's'}`;
const epochs = (count: number) => plural(count, 'época');
const seeds = (count: number) => plural(count, 'semilla');
const networks = (count: number) => `${numbers.count(count)} ${count === 1 ? 'red' : 'redes'}`;
const times = (count: number) => `${numbers.epoch(count)} ${count === 1 ? 'vez' : 'veces'}`;

const FIGURES: Readonly<Record<ComparedFigure, string>> = {
  testAccuracy: 'exactitud en test',
  testLoss: 'pérdida en test',
};
const COMPARED: Readonly<Record<Question, string>> = {
  normalization: 'entre normalizaciones',
  reduceLrOnPlateau: 'con y sin ReduceLROnPlateau',
  earlyStopping: 'con y sin EarlyStopping',
};
const BETTER: Readonly<Record<ComparedFigure, string>> = { testAccuracy: 'mayor', testLoss: 'menor' };

const fromTo = (values: readonly number[]) => {
  const [low, high] = [numbers.share(Math.min(...values)), numbers.share(Math.max(...values))];
  return low === high ? `de ${low}` : `de ${low} a ${high}`;
};

const LEVEL = '95\u00a0%';

const correction = (comparisons: number) =>
  comparisons > 1 ? `, corregido por ${numbers.count(comparisons)} comparaciones` : '';

const NORMALIZATIONS: Readonly<Record<Normalization, string>> = {
  raw: 'sin normalizar, píxeles de 0 a 255',
  scale: 'escalado al rango (0, 1), x / 255',
  center: 'centrado en media 0, x − media',
  standardize: 'estandarización N(0, 1), (x − media) / desviación típica',
  'scale-center': 'centrado y escalado, (x − media) / 255',
  'pixel-standardize': 'cada píxel con su propia media y desviación',
};

const CLASS_NAMES: Readonly<Record<string, string>> = {
  'T-shirt/top': 'Camiseta',
  Trouser: 'Pantalón',
  Pullover: 'Jersey',
  Dress: 'Vestido',
  Coat: 'Abrigo',
  Sandal: 'Sandalia',
  Shirt: 'Camisa',
  Sneaker: 'Zapatilla',
  Bag: 'Bolso',
  'Ankle boot': 'Botín',
};

/** Spanish, in the notebook's terms; accuracy is "exactitud", since "precisión" is what precision is called. */
export const es: Words = {
  numbers,
  title: 'Fashion-MNIST: qué normalización de la entrada es la mejor y por qué',
  summaryHeading: 'En resumen',
  noFinding: 'Estas ejecuciones no lo responden.',
  commandsLabel: 'Para medirlo:',
  source: (run) => `De la ejecución ${run}.`,
  mainArms: (condition) => `De cada normalización, las redes «${condition}».`,
  runName: (preset, startedAt) => `${preset} (${numbers.instant(startedAt)})`,
  runLine: (run) =>
    `${run.name}: ${networks(run.members)}, ${epochs(run.epochs)} de ${numbers.count(run.examples)} ejemplos, en ${run.adapter}, commit ${run.commit}`,
  softwareNotice: (adapter) =>
    `Entrenado en un adaptador por software, ${adapter}: las velocidades no dicen nada sobre las GPU. La exactitud y la pérdida sí valen: la aritmética es la misma, en float32.`,
  stoppedNotice: (run) =>
    `La ejecución ${run} se detuvo a mano antes de terminar, así que sus redes no se evaluaron con los datos de test.`,
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
  intervalNote: (count) =>
    `Medias de ${seeds(count)} con intervalos del 95 % según la t de Student. Una red que divergió no tiene datos de test.`,
  meansNote: (count) => (count > 1 ? `Medias de ${seeds(count)}.` : 'Una sola semilla.'),
  statuses: {
    finished: (count) => `${numbers.count(count)} ${count === 1 ? 'terminada' : 'terminadas'}`,
    'stopped-early': (count) => `${numbers.count(count)} ${count === 1 ? 'parada' : 'paradas'} antes`,
    diverged: (count) => `${numbers.count(count)} ${count === 1 ? 'divergió' : 'divergieron'}`,
    stopped: (count) => `${numbers.count(count)} ${count === 1 ? 'detenida' : 'detenidas'} a mano`,
  },
  runStatuses: { finished: 'terminada', stopped: 'detenida a mano' },
  className: (name) => CLASS_NAMES[name] ?? name,
  compare: {
    shown: ({ figure, first, second, by, low, high, finest, ...facts }) =>
      `${first} tiene ${BETTER[figure]} ${FIGURES[figure]} que ${second}: la diferencia es de ${numbers.difference(by, finest)} (intervalo del ${LEVEL} de ${numbers.difference(low, finest)} a ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
    notShown: ({ figure, first, second, by, low, high, finest, ...facts }) =>
      `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: ${numbers.difference(by, finest)} (intervalo del ${LEVEL} de ${numbers.difference(low, finest)} a ${numbers.difference(high, finest)}, ${seeds(facts.seeds)}${correction(facts.comparisons)}).`,
    tooFewSeeds: ({ figure, first, second, by, seeds: count }) =>
      by === null || count === 0
        ? `${first} y ${second} no se pueden comparar en ${FIGURES[figure]}: ninguna semilla dio un valor de ambas.`
        : `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: es de ${numbers.signed(by)} en la única semilla común, y una sola semilla no permite calcular un intervalo.`,
    sameDifference: ({ figure, first, second, by, seeds: count }) =>
      `No se demuestra ninguna diferencia de ${FIGURES[figure]} entre ${first} y ${second}: es de ${numbers.signed(by ?? 0)} en cada una de las ${seeds(count)}, así que no se conoce su dispersión.`,
    pair: (first, second) => `${first} − ${second}`,
    better: (figure, name) => `${name} es ${BETTER[figure]}`,
    notShownBecause: {
      'no-difference-shown': 'no se demuestra diferencia',
      'too-few-seeds': 'faltan semillas para un intervalo',
      'same-difference': 'igual en todas las semillas: sin intervalo',
    },
    callback: ({ callback, figure, better, worse, notShown }) => {
      const [improved, worsened] = figure === 'testAccuracy' ? ['mayor', 'menor'] : ['menor', 'mayor'];
      return [
        better.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${improved} para ${list(better)}.` : '',
        worse.length > 0 ? `Con ${callback}, la ${FIGURES[figure]} es ${worsened} para ${list(worse)}.` : '',
        notShown.length > 0 ? `No se demuestra ninguna diferencia de ${FIGURES[figure]} para ${list(notShown)}.` : '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' ');
    },
    chartTitle: (figure) => `Diferencias de ${FIGURES[figure]}`,
    tableCaption: (question, figure) =>
      `Diferencias de ${FIGURES[figure]} ${COMPARED[question]}, emparejadas por semilla`,
    holmNote:
      'Las redes de una misma semilla comparten los pesos iniciales y el orden de los ejemplos, así que las diferencias se toman semilla a semilla. Los intervalos y los valores p están corregidos por el número de parejas con el método de Holm: la probabilidad de que alguna de las diferencias demostradas no exista es como mucho del 5 %.',
  },
  why: {
    question: '¿Por qué es recomendable normalizar las entradas?',
    missing: 'Ninguna de estas ejecuciones midió el interior de sus redes; para eso está la opción diagnostics.',
    finding: ({ name, reference, times: wide, loss, referenceLoss }) =>
      `Antes de entrenar, los resultados de la primera capa se dispersan ${numbers.times(wide)} veces más con ${name} que con ${reference}, y la pérdida empieza en ${numbers.figure(loss)} en lugar de en ${numbers.figure(referenceLoss)}.`,
    findingAlike: (reference, wide) =>
      `Antes de entrenar, con ninguna normalización se dispersan los resultados de la primera capa más de ${numbers.count(wide)} veces lo que con ${reference}.`,
    single:
      'Esta ejecución no tiene otra normalización con la que comparar; los datos de abajo son de la única que hay.',
    background:
      'Los pesos iniciales se sortean para entradas de tamaño cercano a la unidad, y Adam mueve cada peso aproximadamente tanto como indica la tasa de aprendizaje, sea cual sea el tamaño del gradiente. Si las entradas son muchas veces mayores, un paso igual de grande mueve los resultados de la primera capa muchas veces más lejos: lo que es un paso fino para entradas pequeñas es un paso tosco para entradas grandes.',
    wide: ({ name, reference, std, referenceStd, loss, referenceLoss, gradientTimes }) =>
      `Con ${name}, las preactivaciones de la primera capa tienen antes de entrenar una desviación típica de ${numbers.figure(std)}, ${numbers.times(std / referenceStd)} veces la de ${reference} (${numbers.figure(referenceStd)}). La pérdida en el lote fijo empieza en ${numbers.figure(loss)}; con ${reference} empieza en ${numbers.figure(referenceLoss)}, y responder al azar da ln 10 = ${numbers.figure(Math.LN10)}.${gradientTimes === null ? '' : ` La norma del gradiente de la primera capa es ${numbers.times(gradientTimes)} veces la de ${reference}.`}`,
    alike: ({ names, reference, referenceStd, low, high }) =>
      `Con ${list(names)}, las preactivaciones de la primera capa tienen un tamaño parecido al de ${reference} (${numbers.figure(referenceStd)}): ${low === high ? numbers.figure(low) : `de ${numbers.figure(low)} a ${numbers.figure(high)}`}.`,
    centred: (std, rawStd) =>
      `Centrar por sí solo desplaza los píxeles y deja su dispersión como estaba: con center, las preactivaciones siguen teniendo una desviación típica de ${numbers.figure(std)}, frente a ${numbers.figure(rawStd)} con raw. Es la división la que lleva las entradas a un tamaño cercano a la unidad.`,
    dead: (shares) =>
      `Después de entrenar, la proporción de unidades relu de la primera capa que valen 0 para todos los ejemplos del lote, y que por tanto no aprenden nada de él, es del ${list(shares.map(({ name, share }) => `${numbers.percent(share)} con ${name}`))}.`,
    charts: 'El interior de las redes, en un lote fijo de ejemplos de entrenamiento',
    caption: (count) =>
      `La época 0 es antes de entrenar.${count > 1 ? ' Las líneas son medias de las semillas; las bandas van de la semilla más baja a la más alta.' : ''}`,
    chartTitles: {
      std: 'Dispersión de las preactivaciones de la primera capa',
      loss: 'Pérdida en el lote fijo',
      gradientNorm: 'Norma del gradiente de la primera capa',
      deadShare: 'Unidades relu muertas de la primera capa',
    },
    firstLayerCaption: 'La primera capa en el lote fijo, antes y después de entrenar',
    stdBefore: 'dispersión antes',
    stdAfter: 'dispersión después',
    lossBefore: 'pérdida antes',
    lossAfter: 'pérdida después',
    deadBefore: 'muertas antes',
    deadAfter: 'muertas después',
    gradientCaption: 'Norma del gradiente por capa, antes y después de entrenar',
    gradientBefore: (layer) => `capa ${layer} antes`,
    gradientAfter: (layer) => `capa ${layer} después`,
  },
  improved: {
    question: '¿Ha mejorado el resultado al normalizar?',
    missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
    withoutRaw:
      'Esta ejecución no tiene redes sin normalizar con las que comparar; abajo está lo que alcanzó cada normalización.',
    finding: ({ better, worse, notShown }) =>
      [
        better.length > 0 ? `La exactitud en test es mayor que con raw para ${list(better)}.` : '',
        worse.length > 0 ? `Es menor que con raw para ${list(worse)}.` : '',
        notShown.length > 0 ? `No se demuestra diferencia con raw para ${list(notShown)}.` : '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    findingWithoutIntervals:
      'No se demuestra nada: con menos de dos semillas no hay intervalo que distinga una mejora del azar.',
    charts: 'Lo que alcanzó cada una con los datos de test',
    chartTitles: { testAccuracy: 'Exactitud en test (accuracy)', testLoss: 'Pérdida en test (loss)' },
    tableCaption: 'Exactitud y pérdida con los datos de test',
  },
  learning: {
    question: '¿Por qué? Cómo aprende cada una',
    missing: 'Ninguna de estas ejecuciones completó una época.',
    finding: ({ most, mostStep, calmest, step }) =>
      `En la segunda mitad del entrenamiento, la pérdida en validación todavía se mueve ${numbers.figure(mostStep)} de una época a la siguiente con ${most} y ${numbers.figure(step)} con ${calmest}.`,
    plainFinding: (ends) =>
      ends.length === 0
        ? 'Ninguna red tiene exactitud en validación.'
        : `La exactitud en validación termina en ${list(ends.map(({ name, accuracy }) => `${numbers.share(accuracy)} con ${name}`))}.`,
    course: (facts) => {
      const {
        name,
        firstAccuracy,
        lastAccuracy,
        epochs: last,
        lowestLoss,
        lowestEpoch,
        lastLoss,
        lastTrainLoss,
      } = facts;
      const rise = lowestEpoch < last ? ` y termina en ${numbers.loss(lastLoss)}` : ', la última';
      const gap =
        lastTrainLoss === null ? '' : `; la pérdida en entrenamiento termina en ${numbers.loss(lastTrainLoss)}`;
      const move =
        facts.step === null
          ? ''
          : ` Desde la época ${numbers.count(facts.lateEpoch)} se mueve ${numbers.figure(facts.step)} de media de una época a la siguiente.`;
      return last === 1
        ? `${name}: exactitud en validación de ${numbers.share(lastAccuracy)} y pérdida en validación de ${numbers.loss(lastLoss)} tras una época.`
        : `${name}: exactitud en validación de ${numbers.share(firstAccuracy)} tras la primera época y de ${numbers.share(lastAccuracy)} tras la época ${numbers.count(last)}. La menor pérdida en validación es la de la época ${numbers.count(lowestEpoch)}, ${numbers.loss(lowestLoss)}${rise}${gap}.${move}`;
    },
    diverged: ({ name, diverged, members }) =>
      `${name}: ${diverged === 1 ? 'divergió' : 'divergieron'} ${numbers.count(diverged)} de ${networks(members)}; desde entonces no ${diverged === 1 ? 'tiene' : 'tienen'} datos.`,
    charts: 'Curvas de aprendizaje',
    chartTitles: { loss: 'Pérdida (loss)', accuracy: 'Exactitud (accuracy)' },
    caption: (count) =>
      `Línea continua: validación${count > 1 ? ', la media de las semillas con una banda de la más baja a la más alta' : ''}. Línea discontinua: entrenamiento, desde la segunda época, como media de la época. Una cruz marca el último dato de una red que divergió.`,
  },
  best: {
    question: '¿Con cuál se obtiene el mejor resultado?',
    missing: 'Ninguna de estas ejecuciones evaluó dos normalizaciones juntas.',
    noFigures: 'Ninguna red de esta ejecución tiene exactitud en test.',
    alone: ({ figure, best, mean }) =>
      `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} media, ${numbers.loss(mean)}, y se diferencia de todas las demás.`,
    among: ({ figure, best, mean, rivals }) =>
      `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} media, ${numbers.loss(mean)}, pero no se demuestra ninguna diferencia con ${list(rivals)}.`,
    withoutIntervals: ({ figure, best, mean }) =>
      `${best} tiene la ${BETTER[figure]} ${FIGURES[figure]} de esta ejecución, ${numbers.loss(mean)}; sin varias semillas no se demuestra que se diferencie de ninguna otra.`,
    charts: 'Cada pareja',
    caption:
      'Los puntos son las diferencias medias y las líneas sus intervalos del 95 % corregidos. Si una línea cruza el cero, o no hay línea, no se demuestra ninguna diferencia.',
  },
  rates: {
    question: '¿Qué sucede si la tasa de aprendizaje es demasiado alta? ¿Y si es demasiado baja?',
    missing: 'Ninguna de estas ejecuciones entrenó con tres o más tasas de aprendizaje.',
    definition:
      'La tasa de aprendizaje (learning rate) es el tamaño de los pasos: tras cada lote, el optimizador mueve cada peso en contra de su gradiente, w ← w − tasa × gradiente; Adam divide antes el gradiente por su propio tamaño reciente. Con pasos pequeños hacen falta muchas épocas para llegar a alguna parte; con pasos grandes se salta por encima del mínimo, o se sale de él.',
    rule: (margin) =>
      `Regla: la mejor tasa es la de menor pérdida media en validación tras la última época. Son buenas todas las que quedan a menos de un ${numbers.count(100 * margin)} % de esa pérdida y por debajo de ln 10, la pérdida de responder al azar. Las demás son demasiado bajas si están por debajo de la mejor y demasiado altas si están por encima. Una tasa con una red que divergió, es decir, cuya pérdida dejó de ser finita, es demasiado alta.`,
    oneSeed: 'Una sola semilla por tasa: con otra semilla, una tasa cercana a un límite podría caer al otro lado.',
    finding: ({ name, good, best }) =>
      good.length === 1
        ? `Con ${name}, solo es buena la tasa de aprendizaje ${numbers.learningRate(best)}.`
        : `Con ${name} son buenas las tasas de aprendizaje de ${numbers.learningRate(Math.min(...good))} a ${numbers.learningRate(Math.max(...good))}; la menor pérdida en validación es la de ${numbers.learningRate(best)}.`,
    good: ({ name, rates: good, best, bestLoss, epochs: count }) =>
      `Buenas con ${name}: ${rates(good)}. La menor pérdida en validación tras ${epochs(count)} es ${numbers.loss(bestLoss)}, con ${numbers.learningRate(best)}.`,
    tooLow: ({ name, rates: low, lowest, finalLoss, lastFall, bestLastFall, epochs: count }) =>
      `Demasiado bajas con ${name}: ${rates(low)}. Con ${numbers.learningRate(lowest)} la pérdida en validación sigue en ${numbers.loss(finalLoss)} tras ${epochs(count)}${lastFall === null || lastFall <= 0 ? '' : `, y la pérdida en entrenamiento seguía bajando: ${numbers.figure(lastFall)} en la última época${bestLastFall === null ? '' : ` (${numbers.figure(bestLastFall)} con la mejor tasa)`}`}.`,
    noneTooLow: (name) => `Ninguna de las tasas probadas es demasiado baja con ${name}.`,
    tooHigh: ({ name, rates: high, highest, finalLoss, worseThanGuessing, diverged }) =>
      [
        highest === null
          ? ''
          : `Demasiado altas con ${name}: ${rates(high)}. Con ${numbers.learningRate(highest)} la pérdida en validación termina en ${numbers.loss(finalLoss)}.`,
        worseThanGuessing.length === 0 ? '' : `Peor que responder al azar: ${rates(worseThanGuessing)}.`,
        diverged.length === 0 ? '' : `Divergieron con ${name}: ${rates(diverged)}.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    noneTooHigh: (name) => `Ninguna de las tasas probadas es demasiado alta con ${name}.`,
    undecided: (name) =>
      `Con ${name} ninguna tasa fue mejor que responder al azar, así que de ninguna se puede decir que sea buena, demasiado baja o demasiado alta.`,
    charts: 'Validación tras la última época, según la tasa de aprendizaje',
    chartTitles: { loss: 'Pérdida en validación', accuracy: 'Exactitud en validación' },
    caption: (count) =>
      `Sombreado: demasiado baja, buena y demasiado alta según la regla.${count > 1 ? ' Las bandas van de la semilla más baja a la más alta.' : ''} Una cruz en el borde marca una tasa con redes que divergieron; una flecha, una pérdida fuera del eje.`,
    zones: { low: 'baja', good: 'buena', high: 'alta' },
    verdicts: {
      'too-low': 'demasiado baja',
      good: 'buena',
      'too-high': 'demasiado alta',
      diverged: 'demasiado alta: divergió',
      undecided: 'sin decidir',
    },
    tableCaption: (name) => `Validación tras la última época según la tasa de aprendizaje, ${name}`,
  },
  plateau: {
    question: '¿Qué hace el callback ReduceLROnPlateau? ¿Mejora ahora el resultado? ¿Por qué?',
    missing: 'Ninguna red de estas ejecuciones redujo su tasa de aprendizaje al llegar a una meseta.',
    rule: (facts) =>
      `Al final de cada época, el callback mira ${facts.monitor}. Si no ha mejorado en más de ${numbers.tick(facts.minDelta)} durante ${epochs(facts.patience)}, multiplica la tasa de aprendizaje por ${numbers.tick(facts.factor)}${facts.minLearningRate > 0 ? `, sin bajar de ${numbers.learningRate(facts.minLearningRate)}` : ''}${facts.cooldown > 0 ? `, y después la deja igual durante ${epochs(facts.cooldown)}` : ''}.`,
    reductions: ({ name, reductions, members, firstEpoch, from, to }) =>
      firstEpoch === null
        ? `${name}: la tasa no se redujo nunca y siguió en ${numbers.learningRate(from)}.`
        : `${name}: redujo la tasa ${times(reductions)}, por primera vez para la época ${numbers.epoch(firstEpoch)}, de ${numbers.learningRate(from)} a ${numbers.learningRate(to)}${members > 1 ? ` (medias de ${networks(members)})` : ''}.`,
    withoutPair:
      'Todas las redes de esta ejecución tienen el callback: sin redes con la tasa constante no se puede decir qué aporta.',
    finding: ({ reductions, difference, outcome }) => {
      const start = `ReduceLROnPlateau redujo la tasa ${times(reductions)} de media`;
      const by = difference === null ? '' : ` (${numbers.signed(difference)})`;
      switch (outcome) {
        case 'higher':
          return `${start}, y con él la exactitud en test es mayor${by}.`;
        case 'lower':
          return `${start}, y con él la exactitud en test es menor${by}.`;
        case 'not-shown':
          return `${start}; no se demuestra ninguna diferencia de exactitud en test${by}.`;
        case 'mixed':
          return `${start}; que se demuestre una diferencia de exactitud en test depende de la normalización.`;
        case 'no-interval':
          return `${start}; sin varias semillas no se demuestra ninguna diferencia de exactitud en test${by}.`;
      }
    },
    why: ({ name, fromEpoch, withIt, without }) =>
      `Por qué: cerca de un mínimo, los pasos más pequeños se asientan donde los grandes siguen saltando a su alrededor. Con ${name}, desde la época ${numbers.count(fromEpoch)}, la pérdida en validación se mueve de época en época ${numbers.figure(withIt)} de media con el callback y ${numbers.figure(without)} con la tasa constante.`,
    charts: 'Los escalones de la tasa y la pérdida en validación',
    lossTitle: 'Pérdida en validación',
    rateTitle: 'Tasa de aprendizaje',
    caption: (count) =>
      `Línea continua: con ReduceLROnPlateau. Línea discontinua: con la tasa constante.${count > 1 ? ' La pérdida es la media de las semillas con una banda de la más baja a la más alta; la tasa tiene una línea por red.' : ''}`,
    tableCaption: 'Con ReduceLROnPlateau y con la tasa constante',
  },
  stopping: {
    question: '¿Cuándo hay que terminar el entrenamiento?',
    missing: 'Ninguna red de estas ejecuciones paró por sí misma.',
    rule: (facts) =>
      `Al final de cada época, EarlyStopping mira ${facts.monitor}${facts.startFromEpoch > 0 ? `, desde la época ${numbers.count(facts.startFromEpoch + 1)}` : ''}. Si no ha mejorado${facts.minDelta > 0 ? ` en más de ${numbers.tick(facts.minDelta)}` : ''} durante ${epochs(facts.patience)}, la red para${facts.restoresBest ? ' y recupera los pesos de su mejor época' : ' con los pesos de su última época'}.${facts.heldOutExamples > 0 ? ` Para ello se apartaron ${numbers.count(facts.heldOutExamples)} ejemplos de entrenamiento.` : ''}`,
    stops: ({ name, stopped, members, epochs: count, meanEpoch, restoredEpoch, savedShare }) =>
      meanEpoch === null
        ? `${name}: de ${networks(members)}, ninguna paró antes de la época ${numbers.count(count)}.`
        : `${name}: ${stopped === 1 ? 'paró' : 'pararon'} ${numbers.count(stopped)} de ${networks(members)}, tras ${numbers.epoch(meanEpoch)} épocas de media${restoredEpoch === null ? '' : `, con los pesos de la época ${numbers.epoch(restoredEpoch)}`}; se ahorró el ${numbers.percent(savedShare)} de ${epochs(count)}.`,
    bestEpochs: (best, count) =>
      `Lo que sí muestran: de ${epochs(count)}, la menor pérdida en validación fue la de la época ${list(best.map(({ name, epoch }) => `${numbers.epoch(epoch)} con ${name}`))} (medias de las semillas).`,
    withoutPair:
      'Todas las redes de esta ejecución tienen el callback: sin redes que entrenen hasta el final no se puede decir qué cuesta parar.',
    finding: ({ stopped, members, epochs: count, savedShare }) =>
      `EarlyStopping paró ${numbers.count(stopped)} de ${networks(members)} antes de la época ${numbers.count(count)} y ahorró el ${numbers.percent(savedShare)} de las épocas.`,
    charts: 'Dónde pararon las redes',
    lossTitle: 'Pérdida en validación',
    caption:
      'Una línea por red: continua con EarlyStopping, discontinua sin él. Los anillos son las épocas cuyos pesos se restauraron.',
    tableCaption: 'Con EarlyStopping y con todas las épocas',
  },
  classes: {
    question: '¿Qué clases se confunden?',
    missing: 'Ninguna de estas ejecuciones evaluó sus redes con los datos de test.',
    finding: (hardest) => {
      const names = new Set(hardest.map(({ name }) => name));
      const scores = hardest.map(({ f1 }) => f1);
      return names.size === 1
        ? `${list([...names])} es la clase más difícil, con un F1 ${fromTo(scores)}.`
        : `La clase más difícil es ${list(hardest.map(({ normalization, name, f1 }) => `${name} con ${normalization} (F1 ${numbers.share(f1)})`))}.`;
    },
    worst: (facts) =>
      `${facts.name}: la clase con menor F1 es ${facts.hardest}, ${numbers.share(facts.f1)}. El error más frecuente es tomar ${facts.label} por ${facts.predicted}: ${numbers.count(facts.count)} de ${numbers.count(facts.support)}${facts.seeds > 1 ? ` entre ${seeds(facts.seeds)}` : ''}.`,
    noMistakes: (name) => `${name}: no se confundió ni un solo ejemplo de test.`,
    f1Caption: 'F1 por clase y normalización',
    metricsCaption: (name, count) =>
      `Precisión, exhaustividad (recall) y F1 por clase, ${name}${count > 1 ? ` (${seeds(count)} juntas)` : ''}`,
    confusionCaption: (name, count) =>
      `Matriz de confusión, ${name}${count > 1 ? ` (${seeds(count)} juntas)` : ''}: una fila por clase real y una columna por clase predicha`,
    mistakesHeading: (name, seed) => `Los errores más seguros de ${name}, semilla ${seed}`,
    mistakeAlternative: ({ example, label, predicted }) =>
      `Imagen de test ${numbers.count(example)}: ${label}, tomada por ${predicted}`,
    mistakeLines: ({ label, predicted, confidence }) => [
      label,
      `tomada por ${predicted}`,
      numbers.confidence(confidence),
    ],
  },
  method: {
    question: '¿Cómo se ha medido?',
    finding: (speeds) =>
      `${list(speeds.map(({ adapter, low, high }) => `${low === high ? numbers.figure(low) : `de ${numbers.figure(low)} a ${numbers.figure(high)}`} imágenes-red/s en ${adapter}`))}.`,
    network:
      'Una red 784-512-512-10 con relu, entropía cruzada con softmax y Adam. Las primeras 10.000 imágenes de entrenamiento se utilizan como validación, y las 10.000 de test solo una vez, al final. Los estadísticos de las normalizaciones son los de las imágenes de entrenamiento exclusivamente.',
    pairing:
      'Todas las redes de una ejecución se entrenan a la vez, como una sola población. Las de una misma semilla comparten los pesos iniciales y el orden de los ejemplos, de modo que sus diferencias no son cuestión de suerte.',
    speed: 'Las imágenes-red son imágenes por redes: un paso de 128 imágenes para 4 redes cuenta 512.',
    factsCaption: (run) => `La ejecución ${run}`,
    throughputCaption: (run) => `Velocidad por normalización, ${run}`,
    configCaption: (run) => `Configuración, ${run}`,
  },
  facts: {
    startedAt: 'inicio',
    status: 'estado',
    adapter: 'adaptador',
    runtime: 'WebGPU de',
    commit: 'commit',
    members: 'redes',
    speed: 'velocidad de entrenamiento',
    memberImages: (perSecond) => `${numbers.figure(perSecond)} imágenes-red/s`,
    gflop: 'GFLOP/s',
    step: 'duración de un paso',
    stepTimes: ({ p10, median, p90 }) =>
      `mediana ${numbers.figure(median)} ms, percentiles 10 a 90 de ${numbers.figure(p10)} a ${numbers.figure(p90)} ms`,
    dispatches: 'dispatches por paso',
    memory: 'memoria de la GPU',
    megabytes: (bytes) => `${numbers.figure(bytes / 1e6)} MB`,
    wall: 'tiempo de reloj',
    durations: ({ setup, train, evaluate }) =>
      `preparación ${numbers.duration(setup)}, entrenamiento ${numbers.duration(train)}, evaluación ${numbers.duration(evaluate)}`,
  },
};
