import { type Environment, VARIABLES } from '../../contract/environment';

/** The function's variables as the stack sets them. */
export function variablesOf(environment: Environment): Record<string, string> {
  const entries = Object.entries(VARIABLES).map(([field, name]) => {
    const value = environment[field as keyof Environment];
    // What is text is read as text but for the one list that may be a star.
    return [name, typeof value === 'string' && field !== 'corsOrigins' ? value : JSON.stringify(value)];
  });
  return Object.fromEntries(entries);
}
