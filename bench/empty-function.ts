/** What a function costs that does nothing: the process, the runtime's client, and one reply. */
export async function handler(): Promise<{ statusCode: number }> {
  return { statusCode: 200 };
}
