/** The functions of the stack, each with the file that its code is bundled from. */
export const FUNCTIONS = {
  /** Behind the SDKs' API. */
  proxy: 'lambda/handler.ts',
  /** Answers for a verdict. */
  verdict: 'lambda/verdict/handler.ts',
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** What the file with a function's code is called. Lambda finds `index.handler` in it. */
export const CODE_FILE = 'index.mjs';
