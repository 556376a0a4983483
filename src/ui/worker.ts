// The dedicated worker in which everything but the page itself and the bench runs.
import { createTrainerService } from '../training/service/service';
import { exposeTrainer } from './workerService';

exposeTrainer(createTrainerService());
