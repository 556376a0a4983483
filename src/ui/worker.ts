// The dedicated worker in which everything but the page itself runs.
import { createTrainerService } from '../training/service';
import { exposeTrainer } from './workerService';

exposeTrainer(createTrainerService());
