/**
 * Takes the place of `@smithy/core/event-streams` in the bundle (lib/function/bundle.ts). Among S3's requests only `SelectObjectContent` is answered
 * by a stream of events; every client carries what reads it. The function reads an object, a secret and a count.
 */
export function eventStreamSerdeProvider(): object {
  return {};
}

/** As the SDK's: a client is given what reads streams of events, which here is nothing. */
export function resolveEventStreamSerdeConfig<Config extends object>(config: Config): Config & { readonly eventStreamMarshaller: object } {
  return Object.assign(config, { eventStreamMarshaller: eventStreamSerdeProvider() });
}

/** @throws Error always: a change that adds such a request takes the alias away. */
export class EventStreamSerde {
  constructor() {
    throw new Error('This bundle reads no streams of events (lib/function/bundle.ts).');
  }
}
