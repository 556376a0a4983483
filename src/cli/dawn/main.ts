// What the commands of this repository load for `--runtime dawn`: bundled with tfjs and the shaders into one program.
export { openDawnBench } from './dawnBench';
export { openDawnCheck } from './dawnCheck';
export { openDawnTrainer } from './dawnTrainer';
