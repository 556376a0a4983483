// The dedicated worker in which everything but the page itself runs.
import { createBenchService } from '../bench/service';
import { createDeviceSession } from '../training/service/deviceSession';
import { createTrainerService } from '../training/service/service';
import { exposeServices } from './workerService';

const session = createDeviceSession();
exposeServices(createTrainerService({ session }), createBenchService(session));
