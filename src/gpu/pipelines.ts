import { WeftError } from '../errors';
import type { GpuHealth } from './health';
import type { Binding, BindingKind } from './wgslBindings';

/** A shader ready to compile: the text decides what it is, the label only names it in errors. */
export interface Program {
  /** `weft.<kernel>.<role>` */
  readonly label: string;
  readonly code: string;
  /** In the order of the bindings' numbers. */
  readonly bindings: readonly Binding[];
}

export interface CompiledProgram {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Whether a program's results agree with float64 on a device. */
export type ProgramVerdict = 'right' | 'wrong';

const BUFFER_TYPES: Readonly<Record<BindingKind, GPUBufferBindingType>> = {
  read: 'read-only-storage',
  'read-write': 'storage',
  uniform: 'uniform',
};

/** Pipelines by the full text of their shader: two programs of the same text share one, and none can be stale. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #health: GpuHealth;
  readonly #compiled = new Map<string, CompiledProgram>();
  readonly #pending = new Map<string, Promise<CompiledProgram>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #verdicts = new Map<string, ProgramVerdict>();

  constructor(device: GPUDevice, health: GpuHealth) {
    this.#device = device;
    this.#health = health;
  }

  /**
   * Compiles a program ahead of its use.
   * @throws WeftError `shader-error` with the compiler's messages and the lines they speak of; the failure of a device
   * that was lost meanwhile, which is no fault of the shader.
   */
  async prepare(program: Program): Promise<CompiledProgram> {
    const known = this.#compiled.get(program.code);
    if (known !== undefined) {
      return known;
    }
    let pending = this.#pending.get(program.code);
    if (pending === undefined) {
      pending = this.#compile(program).finally(() => this.#pending.delete(program.code));
      this.#pending.set(program.code, pending);
    }
    return pending;
  }

  /** Whether a program of this text has been compiled. */
  isCompiled(program: Program): boolean {
    return this.#compiled.has(program.code);
  }

  /** Says what a test found of programs of this text. */
  judge({ code }: Program, verdict: ProgramVerdict): void {
    this.#verdicts.set(code, verdict);
  }

  /** What a test on this device found; `undefined` before any. */
  verdictOn({ code }: Program): ProgramVerdict | undefined {
    return this.#verdicts.get(code);
  }

  /** The pipeline of a program, compiled on the spot if it was not prepared; errors then surface as GPU errors. */
  require(program: Program): CompiledProgram {
    let compiled = this.#compiled.get(program.code);
    if (compiled === undefined) {
      const { descriptor, layout } = this.#describe(program);
      compiled = { pipeline: this.#device.createComputePipeline(descriptor), layout };
      this.#compiled.set(program.code, compiled);
    }
    return compiled;
  }

  async #compile(program: Program): Promise<CompiledProgram> {
    // A shader that does not compile fails its pipeline below; in a scope it does not fail the device's health as well.
    this.#device.pushErrorScope('validation');
    const { descriptor, layout, module } = this.#describe(program);
    // On a lost device it rejects.
    this.#device.popErrorScope().catch(() => undefined);
    try {
      const created = this.#device.createComputePipelineAsync(descriptor);
      const pipeline = await this.#health.answer(created, 'compiling');
      const compiled = { pipeline, layout };
      this.#compiled.set(program.code, compiled);
      return compiled;
    } catch (cause) {
      this.#health.throwIfFailed();
      const { messages } = await this.#health.answer(module.getCompilationInfo(), 'compiling');
      throw describeFailure(program, messages, cause);
    }
  }

  #describe(program: Program) {
    const layout = this.#layoutOf(program.bindings);
    const module = this.#device.createShaderModule({ label: program.label, code: program.code });
    const descriptor: GPUComputePipelineDescriptor = {
      label: program.label,
      layout: this.#device.createPipelineLayout({ label: program.label, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    };
    return { descriptor, layout, module };
  }

  #layoutOf(bindings: readonly Binding[]): GPUBindGroupLayout {
    const key = bindings.map(({ number, kind }) => `${number}:${kind}`).join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      layout = this.#device.createBindGroupLayout({
        label: `weft.layout.${key}`,
        entries: bindings.map(({ number, kind }) => ({
          binding: number,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: BUFFER_TYPES[kind], hasDynamicOffset: kind === 'uniform' },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}

function describeFailure(program: Program, messages: readonly GPUCompilationMessage[], cause: unknown): WeftError {
  const lines = program.code.split('\n');
  const details = messages
    .filter((message) => message.type === 'error')
    .map(
      (message) => `${message.lineNum}:${message.linePos} ${message.message}\n  ${lines[message.lineNum - 1] ?? ''}`,
    );
  const reason = details.length > 0 ? details.join('\n') : String(cause);
  return new WeftError('shader-error', `Shader ${program.label} does not compile:\n${reason}`, { cause });
}
