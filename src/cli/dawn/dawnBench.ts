import type { AdapterChoice } from '../adapterChoice';
import type { CommandBench } from '../commandBench';
import { type DawnSession, openDawnSession } from './dawnSession';

/**
 * The page's own bench in this process, on Dawn instead of a browser.
 * @throws WeftError or CommandError as `openDawnSession` does.
 */
export async function openDawnBench(adapter: AdapterChoice): Promise<CommandBench> {
  return createDawnBench(await openDawnSession(adapter));
}

/** The bench on a session that is open. */
export async function createDawnBench({ session, tuningStore }: DawnSession): Promise<CommandBench> {
  const { createBenchService } = await import('../../bench/service');
  const { parseBenchOptions } = await import('../../bench/benchOptions');
  const service = createBenchService(session, tuningStore);
  return {
    describeAdapter: async () => (await session.connect()).gpu.adapter,
    bench: async (raw, onEvent) => service.bench(parseBenchOptions(raw), onEvent),
    stopBench: () => service.stopBench(),
  };
}
