import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** The short form: only what a busy machine cannot change, such as sizes, memory and what is accepted. */
  readonly isGate: boolean;
  /** Verdicts alone: what a question takes, and what the record adds to a start. */
  readonly isVerdicts: boolean;
  /** Whether the figures of docs/performance.md, its two pictures and the picture in the README are written. */
  readonly writesDocs: boolean;
  /** Where the figures go as JSON. */
  readonly json: string;
}

export const USAGE = 'npm run bench -- [--gate | --write-docs | --verdicts] [--json bench.json]';

/** Reads the command line. @throws Error with the usage. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const options = {
    gate: { type: 'boolean' },
    verdicts: { type: 'boolean' },
    'write-docs': { type: 'boolean' },
    json: { type: 'string', default: '.local/bench.json' },
  } as const;
  const values = parse(() => parseArgs({ args: [...args], options }).values);
  if (values.verdicts && (values.gate || values['write-docs'])) throw new Error(`Verdicts are measured alone. ${USAGE}`);
  if (values.gate && values['write-docs']) throw new Error(`The short form is no basis for a document. ${USAGE}`);
  return {
    isGate: values.gate === true,
    isVerdicts: values.verdicts === true,
    writesDocs: values['write-docs'] === true,
    json: values.json,
  };
}

function parse<Values>(read: () => Values): Values {
  try {
    return read();
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
