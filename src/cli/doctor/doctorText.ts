import { proofError } from '../../run/trainingProof';
import type { Words } from '../../words';
import { adapterName } from '../../words/adapter';
import type { DoctorFacts, DoctorFile, MachineFacts } from './doctorFile';

/** What is known before anything is started. */
export function sayMachine({ versions, machine, places, tuning }: DoctorFacts, { doctor }: Words): string[] {
  const { weft, tfjs, node, system } = versions;
  return [
    doctor.title(weft, tfjs, node, system),
    ...sayHardware(machine, doctor),
    ...places.map(({ place, path, state, freeBytes }) =>
      doctor.place(doctor.placeNames[place], path, state, freeBytes),
    ),
    doctor.tuning(tuning.state, tuning.winners, tuning.selfTests),
  ];
}

function sayHardware(machine: MachineFacts, doctor: Words['doctor']): string[] {
  const { cores, memoryBytes, freeMemoryBytes, sharedMemoryBytes, vulkan, environment } = machine;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [
    doctor.machine(cores, memoryBytes, freeMemoryBytes),
    ...(sharedMemoryBytes === null ? [] : [doctor.sharedMemory(sharedMemoryBytes)]),
    ...(vulkan === null ? [] : [doctor.vulkan(vulkan.loader, vulkan.drivers)]),
    ...(variables.length === 0 ? [] : [doctor.environment(variables)]),
  ];
}

/** Of the two or three dozen of each that a browser has: the file has them all. */
const SHOWN_FEATURES = ['webgpu', 'vulkan', 'gpu_compositing'];
const SHOWN_FLAG = /gpu|vulkan|angle|swiftshader|dawn|-sandbox|Vulkan/;

/** What is known once it was tried. */
export function sayAttempt(
  { browserPath, browser, adapter, training, lastFailures }: DoctorFacts,
  words: Words,
): string[] {
  const { doctor, terminal, check } = words;
  return [
    ...(browser === null
      ? []
      : [
          doctor.browser(browserPath, browser.version),
          ...browser.devices.map(({ name, driver }) => doctor.device(name, driver)),
          doctor.status(SHOWN_FEATURES.map((name) => `${name} ${browser.features[name] ?? '–'}`)),
          doctor.flags(browser.flags.filter((flag) => SHOWN_FLAG.test(flag))),
        ]),
    ...(adapter === null
      ? []
      : [
          terminal.adapter(adapterName(adapter, words), adapter.runtimeVersion),
          ...(adapter.isFallback ? [terminal.softwareWarning] : []),
          check.features(adapter.features),
          check.limits(Object.entries(adapter.limits ?? {}).map(([name, value]) => `${name} ${value}`)),
        ]),
    ...(training === null
      ? []
      : [
          doctor.proof(training.losses, proofError(training)),
          doctor.selfTests(
            training.selfTests.done,
            training.selfTests.remembered,
            training.dropped.length,
            training.tuned,
          ),
        ]),
    ...(lastFailures.length === 0
      ? []
      : [doctor.lastFailures, ...lastFailures.map(({ at, what, where }) => doctor.lastFailure(at, what, where))]),
  ];
}

/** What hampers, or also fails beside the verdict's reason, a line each; then the verdict. */
export function sayVerdict({ findings, isWorking, verdict }: DoctorFile, { doctor }: Words): string[] {
  const others = isWorking ? findings : findings.slice(1);
  return [...others.map(({ text }) => doctor.warning(text)), verdict];
}
