// Stands in for worker.ts where the page is tested and not the training.
import { exposeServices } from '../workerService';
import { createReplayTrainer } from './replayTrainer';

const trainer = createReplayTrainer();
exposeServices(trainer, trainer);
