import type { Endpoint } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import type { TrainingEvent } from '../run/events';
import type { TrainerService } from '../training/service/trainerService';
import { epochEnded, runStarted, sampleOptions, sampleRunFile } from './testing/sampleRun';
import { createScriptedService } from './testing/scriptedService';
import { createTrainerClient } from './trainerClient';
import type { WorkerLike } from './workerConnection';
import { exposeTrainer } from './workerService';

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) {
    port.close();
  }
});

/** A worker that is only the other end of a message channel. */
function connectTo(service: TrainerService): {
  readonly worker: WorkerLike;
  readonly breakDown: (message: string) => void;
} {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  exposeTrainer(service, port2 as Endpoint);
  const breakDown = (message: string) => {
    port1.dispatchEvent(Object.assign(new Event('error'), { message }));
  };
  return { worker: Object.assign(port1, { terminate: () => port1.close() }) as WorkerLike, breakDown };
}

function clientOf(service: TrainerService): TrainerService {
  return createTrainerClient(() => connectTo(service).worker);
}

describe('createTrainerClient', () => {
  it('delivers every event before the file', async () => {
    const events = [runStarted(), epochEnded(1, [0.5, 0.6]), epochEnded(2, [0.6, 0.7])];
    const client = clientOf(
      createScriptedService({
        train: async (options, onEvent) => {
          events.forEach(onEvent);
          return sampleRunFile(options);
        },
      }),
    );
    const heard: TrainingEvent[] = [];
    const file = await client.train(sampleOptions(), (event) => heard.push(event));
    expect(heard).toEqual(events);
    expect(file).toEqual(sampleRunFile());
  });

  it('rejects with the WeftError thrown in the worker, code included', async () => {
    const lost = new WeftError('device-lost', 'The device was lost; train again.');
    const client = clientOf(createScriptedService({ train: () => Promise.reject(lost) }));
    const failure = await client.train(sampleOptions(), () => undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WeftError);
    expect(failure).toMatchObject({ code: 'device-lost', message: lost.message });
  });

  it('fails the run when a listener throws', async () => {
    const client = clientOf(
      createScriptedService({
        train: async (options, onEvent) => {
          onEvent(runStarted(options));
          return sampleRunFile(options);
        },
      }),
    );
    const deaf = () => {
      throw new Error('the listener broke');
    };
    await expect(client.train(sampleOptions(), deaf)).rejects.toMatchObject({
      code: 'run-failed',
      message: 'the listener broke',
    });
  });

  it('rejects what is under way when the worker breaks, and starts a new worker for the next call', async () => {
    const connections: ReturnType<typeof connectTo>[] = [];
    const client = createTrainerClient(() => {
      const connection = connectTo(createScriptedService());
      connections.push(connection);
      return connection.worker;
    });
    const run = client.train(sampleOptions(), () => undefined);
    connections[0]?.breakDown('out of memory');
    await expect(run).rejects.toMatchObject({
      code: 'run-failed',
      message: 'The training worker broke: out of memory. Train again starts a new one.',
    });
    await expect(client.describeAdapter()).resolves.toMatchObject({ description: 'SwiftShader' });
    expect(connections).toHaveLength(2);
  });
});

describe('a trainer that does not stop', () => {
  it('is ended by a second stop, the run is rejected with the reason, and the next call starts a new one', async () => {
    let nowMs = 0;
    const services = [0, 1].map(() => createScriptedService());
    let started = 0;
    const client = createTrainerClient(
      () => connectTo(services[started++] as TrainerService).worker,
      () => nowMs,
    );
    const run = client.train(sampleOptions(), () => undefined).catch((error: unknown) => error);
    await client.stop();
    nowMs = 400;
    // A double click.
    await client.stop();
    expect(services[0]?.calls).toEqual(['stop', 'stop']);
    nowMs = 700;
    await client.stop();
    expect(await run).toMatchObject({ facts: { about: 'trainer-ended' } });
    expect(await client.describeAdapter()).toMatchObject({ vendor: expect.any(String) });
    expect(started).toBe(2);
  });

  it('is ended too where it does not even hear the first', async () => {
    let nowMs = 0;
    const deaf = createScriptedService({ stop: () => new Promise(() => undefined) });
    const client = createTrainerClient(
      () => connectTo(deaf).worker,
      () => nowMs,
    );
    const run = client.train(sampleOptions(), () => undefined).catch((error: unknown) => error);
    const first = client.stop().catch((error: unknown) => error);
    nowMs = 1000;
    await client.stop();
    expect(await run).toMatchObject({ facts: { about: 'trainer-ended' } });
    expect(await first).toMatchObject({ facts: { about: 'trainer-ended' } });
  });

  it('is not ended by the first stop of its next run', async () => {
    let nowMs = 0;
    const service = createScriptedService();
    const client = createTrainerClient(
      () => connectTo(service).worker,
      () => nowMs,
    );
    for (const at of [0, 10_000]) {
      nowMs = at;
      const run = client.train(sampleOptions(), () => undefined);
      await client.stop();
      service.finish(sampleRunFile());
      await expect(run).resolves.toEqual(sampleRunFile());
    }
  });
});
