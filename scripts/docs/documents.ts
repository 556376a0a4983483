import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { benchFileSchema } from '../../src/bench/benchFile';
import { doctorFileSchema } from '../../src/cli/doctor/doctorFile';
import { diagnosticSchema } from '../../src/run/diagnostic/diagnosticFile';
import { runFileSchema } from '../../src/run/runFile';
import { drawFloors, type Row } from './drawFloors';
import { FACE, floorOf, readFloors, readRules } from './floors';
import { readModules } from './imports';
import { makeCommandsDocument } from './optionTables';

/** A committed file that is made from the code. */
export interface GeneratedDocument {
  /** From the project's root. */
  readonly path: string;
  /** Which `npm run docs:…` writes it. */
  readonly script: string;
  readonly make: () => string;
}

export const GENERATED_DOCUMENTS: readonly GeneratedDocument[] = [
  { path: 'docs/architecture.svg', script: 'docs:architecture', make: () => drawFloors(architectureRows()) },
  {
    path: 'docs/schemas/weft.run.schema.json',
    script: 'docs:schemas',
    make: () => makeSchema('weft.run', runFileSchema),
  },
  {
    path: 'docs/schemas/weft.bench.schema.json',
    script: 'docs:schemas',
    make: () => makeSchema('weft.bench', benchFileSchema),
  },
  {
    path: 'docs/schemas/weft.diagnostic.schema.json',
    script: 'docs:schemas',
    make: () => makeSchema('weft.diagnostic', diagnosticSchema),
  },
  {
    path: 'docs/schemas/weft.doctor.schema.json',
    script: 'docs:schemas',
    make: () => makeSchema('weft.doctor', doctorFileSchema),
  },
  { path: 'docs/commands.md', script: 'docs:commands', make: makeCommandsDocument },
];

/** Everything that is shipped, highest first; imports by name, without numbers, which would change with every commit. */
export function architectureRows(): Row[] {
  const rules = new Map(readRules().map((rule) => [rule.name, rule.says]));
  const rows = [
    { name: FACE, says: rules.get(FACE) ?? '' },
    ...readFloors().reverse(),
    { name: 'shaders', says: 'shaders/ has a WGSL module for each kernel' },
    { name: 'errors', says: rules.get('errors') ?? '' },
  ];
  const modules = readModules();
  return rows.map(({ name, says }) => {
    const imports = modules
      .filter(({ path }) => floorOf(path) === name)
      .flatMap((module) => module.imports.map(floorOf));
    return {
      name,
      says,
      imports: rows.map((row) => row.name).filter((other) => other !== name && imports.includes(other)),
    };
  });
}

/** What JSON Schema has no words for: rules of our own; what JSON's numbers all are; what only TypeScript knows. */
const IGNORED_ACTIONS = ['check', 'finite', 'partial_check', 'raw_check', 'readonly'];

/**
 * @returns JSON Schema, draft 2020-12.
 * @throws Error where the schema has something else that JSON Schema cannot say.
 */
function makeSchema(title: string, schema: GenericSchema): string {
  const { $schema, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'throw',
    ignoreActions: IGNORED_ACTIONS,
  });
  return `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`;
}
