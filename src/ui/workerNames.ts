/** By these names the workers know themselves, and browsers show them. */
export const TRAINER_WORKER_NAME = 'weft-trainer';
export const BENCH_WORKER_NAME = 'weft-bench';
