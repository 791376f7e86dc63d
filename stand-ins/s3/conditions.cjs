/**
 * What S3 does, operators rely on, and fauxqs leaves out: writes on a condition, and the list of versions. The bucket is one that never had
 * versions, so each object has one, whose id is "null" ("Using versioning in S3 buckets" in the S3 user guide).
 */
function addS3Conditions(app) {
  const turns = new Map();
  app.addHook('preHandler', async (request, reply) => {
    if ('versions' in request.query) return listVersions(app, request, reply);
    const { 'if-none-match': none, 'if-match': match } = request.headers;
    if (request.method !== 'PUT' || (none === undefined && match === undefined)) return;
    await turn(turns, request.url, reply);
    const { headers, statusCode } = await app.inject({ method: 'HEAD', url: request.url });
    const exists = statusCode === 200;
    if (match !== undefined && !exists) return refuse(reply, 404, 'NoSuchKey');
    if (exists && (match === undefined || match !== headers.etag)) return refuse(reply, 412, 'PreconditionFailed');
  });
}

/** Looking and writing are one step: who comes second for a key waits until the first has its answer. */
async function turn(turns, key, reply) {
  const before = turns.get(key);
  const own = new Promise((resolve) => {
    reply.raw.once('close', resolve);
  });
  turns.set(key, own);
  void own.then(() => turns.get(key) === own && turns.delete(key));
  await before;
}

function refuse(reply, status, code) {
  return reply
    .code(status)
    .type('application/xml')
    .send(`<Error><Code>${code}</Code><Message>The condition does not hold.</Message></Error>`);
}

/** Made from the plain listing, whose pages go on from a key in the same way. */
async function listVersions(app, { url, query }, reply) {
  const { prefix = '', 'key-marker': marker = '', 'max-keys': max = '1000' } = query;
  const search = new URLSearchParams({ prefix, marker, 'max-keys': max });
  const listing = await app.inject({ method: 'GET', url: `${url.split('?')[0]}?${search}` });
  const xml = listing.payload
    .replaceAll('ListBucketResult', 'ListVersionsResult')
    .replaceAll(/(<\/?)(Next)?Marker>/g, '$1$2KeyMarker>')
    .replaceAll('<Contents>', '<Version><VersionId>null</VersionId><IsLatest>true</IsLatest>')
    .replaceAll('</Contents>', '</Version>');
  return reply.code(listing.statusCode).type('application/xml').send(xml);
}

module.exports = { addS3Conditions };
