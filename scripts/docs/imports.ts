import { posix } from 'node:path';
import { listFiles, readProjectFile } from './project';

/** One module and what it imports of this project, types included; paths from the root. */
export interface Module {
  readonly path: string;
  readonly imports: readonly string[];
}

/** `from '…'`, `import '…'` and `import('…')` of a relative path. */
const RELATIVE_IMPORT = /\b(?:from\s+|import\s*\(?\s*)'(\.[^'?]*)[^']*'/g;

/** Tests, and the folders that only tests may import. */
export function isTestCode(path: string): boolean {
  return path.includes('/testing/') || /\.test\.tsx?$/.test(path);
}

/** The modules of `src/` that are shipped. */
export function readModules(): Module[] {
  const paths = listFiles('src', /\.tsx?$/);
  const known = new Set([...paths, ...listFiles('shaders', /\.wgsl$/)]);
  const shipped = paths.filter((path) => !isTestCode(path));
  return shipped.map((path) => ({ path, imports: importsOf(path, readProjectFile(path), known) }));
}

/**
 * What a module imports, resolved.
 * @param known the paths that an import may mean.
 * @throws Error for an import of something else.
 */
export function importsOf(path: string, source: string, known: ReadonlySet<string>): string[] {
  return [...source.matchAll(RELATIVE_IMPORT)].flatMap(([, specifier = '']) => {
    const target = posix.join(posix.dirname(path), specifier);
    const found = ['', '.ts', '.tsx', '/index.ts'].map((end) => `${target}${end}`).find((file) => known.has(file));
    if (found === undefined && !target.endsWith('.css')) {
      throw new Error(`${path} imports "${specifier}", which is no module of src/ and no shader.`);
    }
    return found ?? [];
  });
}

/** Groups of modules that import each other in a circle (Tarjan's algorithm); each sorted. */
export function findCircles(modules: readonly Module[]): string[][] {
  const importsByPath = new Map(modules.map(({ path, imports }) => [path, imports]));
  const indexByPath = new Map<string, number>();
  const lowByPath = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const index = indexByPath.size;
    let low = index;
    indexByPath.set(path, index);
    open.push(path);
    for (const next of importsByPath.get(path) ?? []) {
      if (!indexByPath.has(next)) {
        low = Math.min(low, visit(next));
      } else if (open.includes(next)) {
        low = Math.min(low, lowByPath.get(next) ?? (indexByPath.get(next) as number));
      }
    }
    lowByPath.set(path, low);
    if (low === index) {
      const group = open.splice(open.indexOf(path));
      if (group.length > 1 || importsByPath.get(path)?.includes(path)) {
        circles.push(group.sort());
      }
    }
    return low;
  };
  for (const { path } of modules) {
    if (!indexByPath.has(path)) {
      visit(path);
    }
  }
  return circles;
}
