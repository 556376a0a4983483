import type { Words } from '../en';
import { epochs, list, networks, numbers, plural } from './base';

export const terminal: Words['terminal'] = {
  adapter: (name, runtime) => `Adaptador: ${name}, ${runtime}`,
  softwareWarning: 'Aviso: este adaptador es por software; sus cifras no dicen nada sobre las GPU.',
  quickByDefault: (preset) =>
    `Preset ${preset}, porque el adaptador es por software; --preset notebook es la ejecución completa.`,
  extent: (facts) =>
    `${networks(facts.members)}, ${epochs(facts.epochs)} de ${plural(facts.examples, 'ejemplo')}${facts.heldOut > 0 ? `, y ${numbers.count(facts.heldOut)} más apartados` : ''}.`,
  stoppingAfterStep: 'Deteniendo tras el paso en curso; otra vez termina de inmediato.',
  stoppingAfterSample: 'Deteniendo tras la muestra en curso; otra vez termina de inmediato.',
  goingOn: (id, name) => `Sigue la ejecución ${id} (${name}); --fresh empieza otra desde cero.`,
  continued: ({ membersDone, epochsDone, stepsDone }) =>
    `Sigue${membersDone === 0 ? '' : ` con las redes que van tras las ${numbers.count(membersDone)} primeras`} después de ${epochs(epochsDone)}${stepsDone === 0 ? '' : ` y ${plural(stepsDone, 'paso')}`}.`,
  inParts: (members, parts) =>
    `Son demasiadas redes para entrenarlas a la vez: se entrenan en ${numbers.count(parts)} partes de hasta ${networks(members)}, una tras otra.`,
  startingAnew: (reason) => `No puede seguir: ${reason} Empieza una ejecución nueva.`,
  nothingToResume: (id) =>
    id === undefined
      ? 'No se guarda ninguna ejecución interrumpida; npm run runs -- list muestra las que hay.'
      : `No se guarda ninguna ejecución interrumpida «${id}»; npm run runs -- list muestra las que hay.`,
  cannotResume: (id) => `La ejecución ${id} no tiene punto de control, u otro programa la está entrenando.`,
  canGoOn: (id) => `Se guarda como ${id}: --resume sigue con ella, --resume --test-only la evalúa tal como está.`,
  kernelDropped: (program) => `${program} da resultados falsos en este adaptador; otro kernel ocupa su lugar.`,
  deviceLost: 'Se ha perdido la GPU; la ejecución sigue con un dispositivo nuevo.',
  diagnostic: {
    written: (path) =>
      `Archivo de diagnóstico, para adjuntar a un informe de fallo: ${path} (versiones, adaptador, opciones, errores y últimos sucesos).`,
    notWritten: (reason) => `No se ha podido escribir un archivo de diagnóstico. Motivo original: ${reason}`,
  },
  notKept: (reason) => `La ejecución continúa y no se está guardando. Motivo original: ${reason}`,
  kept: {
    none: (folder) => `No se guarda ninguna ejecución en ${folder}.`,
    unknown: (id, matching) =>
      matching > 1
        ? `${matching} ejecuciones empiezan por «${id}»; da más letras del nombre.`
        : `No se guarda ninguna ejecución «${id}»; list muestra las que hay.`,
    noResult: (id) => `De la ejecución ${id} no se ha guardado nada todavía.`,
    inUse: (id) => `Otro programa está entrenando la ejecución ${id}; detenlo antes.`,
    deleted: (id) => `Ejecución ${id} borrada.`,
    columns: {
      run: 'ejecución',
      name: 'se aparta de sus valores iniciales en',
      state: 'estado',
      accuracy: 'mejor exactitud de prueba',
      checkpoint: 'punto de control',
    },
    states: { unfinished: 'sin terminar', stopped: 'detenida', failed: 'fallida', finished: 'terminada' },
  },
  notebookTime: (milliseconds) =>
    `A esta velocidad, --preset notebook tardaría aproximadamente ${numbers.duration(milliseconds)}.`,
  pageReports: (text) => `La página informa: ${text}`,
  wroteReport: (name, kilobytes, runs) => `Escrito ${name}, ${numbers.count(kilobytes)} kB, de ${runs.join(', ')}.`,
  barFormat: '{phase} [{bar}] {percentage} % · {speed} imágenes/s · quedan {timeLeft}',
  progress: (percentage, imagesPerSecond, millisecondsLeft) =>
    `${percentage} % · ${numbers.rate(imagesPerSecond)} imágenes/s · quedan ${numbers.duration(millisecondsLeft)}`,
  diverged: (member, epoch) => `${member}: divergió en la época ${epoch}.`,
  rateReduced: (member, rate, epoch) =>
    `${member}: tasa de aprendizaje reducida a ${numbers.learningRate(rate)} tras la época ${epoch}.`,
  stoppedEarly: (member, epoch, restoredEpoch) =>
    `${member}: parada temprana tras la época ${epoch}${restoredEpoch === epoch ? '' : `; sus pesos serán los de la época ${restoredEpoch}`}.`,
  columns: {
    normalization: 'normalización',
    testAccuracy: 'exactitud en test',
    testLoss: 'pérdida en test',
    validationAccuracy: 'última validación',
    normalizeGbPerSecond: 'normalización GB/s',
  },
  endedAfter: (ended, counts) =>
    `${ended}, tras ${list(counts.map(numbers.count))} ${counts.at(-1) === 1 ? 'época' : 'épocas'}`,
  withInterval: (mean, low, high) => `${mean} (de ${low} a ${high})`,
  wrote: (path) => `Escrito: ${path}.`,
  speed: (imagesPerSecond, gflopPerSecond) =>
    `Todas las redes: ${numbers.rate(imagesPerSecond)} imágenes/s, ${numbers.rate(gflopPerSecond)} GFLOP/s.`,
  step: (facts) =>
    `Un paso: ${numbers.figure(facts.median)} ms (de ${numbers.figure(facts.p10)} a ${numbers.figure(facts.p90)}); ` +
    `dispatches ${numbers.amount(facts.dispatches)}, submits ${numbers.amount(facts.submits)}, ` +
    `escrituras de uniforms ${numbers.amount(facts.uniformWrites)}.`,
  memory: (bytes, tensorsBefore, tensorsAfter) =>
    `Memoria de la GPU: ${numbers.figure(bytes / 1e6)} MB; tensores: ${numbers.count(tensorsBefore)} antes, ${numbers.count(tensorsAfter)} después.`,
  oneSeed: (leader) =>
    leader === undefined
      ? 'Una sola semilla no permite calcular intervalos, así que no se demuestra ninguna diferencia: --seeds 5 o --preset study los dan.'
      : `${leader.name} va por delante con una exactitud en test de ${numbers.share(leader.accuracy)}, pero una sola semilla puede ser suerte: --seeds 5 o --preset study dan intervalos.`,
};
