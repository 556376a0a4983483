import type { Words } from '../en';
import { networks, numbers, plural } from './base';

const STAGES = {
  adapter: 'Adaptador',
  kernels: 'Cada kernel frente a float64',
  peers: 'Picos, y kernels y pasos junto a tfjs y jax-js',
  scaling: 'Pasos de 1 y más redes a la vez',
  notebook: 'El entrenamiento del cuaderno',
  study: 'Un estudio de 32 redes',
  torch: 'La misma red en PyTorch',
};
const STATUSES = { finished: 'hecho', stopped: 'detenido', failed: 'fallido', 'left-out': 'omitido' };

export const check: Words['check'] = {
  title: (startedAt, commit, node) =>
    `Comprobación de Weft, iniciada ${startedAt}, commit ${commit ?? 'desconocido'}, Node ${node}`,
  begins: (stage, seconds) => `${STAGES[stage]} (como mucho unos ${numbers.duration(1000 * seconds)}) …`,
  ended: (stage, status, seconds, reason) =>
    `${STAGES[stage]}: ${STATUSES[status]} tras ${numbers.duration(1000 * seconds)}${reason === null ? '' : ` (${reason})`}`,
  timeIsUp: 'se acabó su tiempo; lo que tenía hasta entonces está aquí',
  interrupted: 'interrumpido',
  noAnswer: 'la GPU ya no responde',
  stopping: 'Deteniendo; lo medido se conserva. Otra vez termina de inmediato.',
  unfinished: 'La comprobación no había terminado cuando se escribió esto.',
  features: (names) => `Características: ${names.join(', ')}`,
  limits: (limits) => `Límites: ${limits.join(', ')}`,
  kernels: (right, wrong, all) =>
    `${numbers.count(right)} de ${plural(all, 'caso')} correctos, ${numbers.count(wrong)} erróneos o fallidos; ${numbers.count(all - right - wrong)} sin hacer.`,
  torch: (version, device) => `PyTorch ${version} en ${device}, float32 sin TF32:`,
  torchRow: (way, members, imagesPerSecond, ratio, reason) =>
    `${way}, ${networks(members)}: ${imagesPerSecond === null ? `sin medir, ${reason}` : `${numbers.rate(imagesPerSecond)} imágenes/s`}${ratio === undefined ? '' : `; Weft es ${numbers.figure(ratio)}× más rápido`}`,
  verdict: (isGood) => (isGood ? 'Todo lo hecho es correcto.' : 'Algo es erróneo, falló o no se hizo: véase arriba.'),
};
