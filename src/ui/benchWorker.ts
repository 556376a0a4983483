// The dedicated worker of the bench. The server lets it compile WebAssembly, which two of the peers are, and nothing
// else of the page: its file keeps its name.
import { createBenchService } from '../bench/service';
import { createDeviceSession } from '../training/service/deviceSession';
import { exposeBench } from './workerService';

exposeBench(createBenchService(createDeviceSession()));
