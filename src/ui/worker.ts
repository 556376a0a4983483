// The dedicated worker in which everything but the page itself runs.
import { createBenchService } from '../bench/service';
import { createDeviceSession } from '../training/deviceSession';
import { createTrainerService } from '../training/service';
import { exposeServices } from './workerService';

const session = createDeviceSession();
exposeServices(createTrainerService({ session }), createBenchService(session));
