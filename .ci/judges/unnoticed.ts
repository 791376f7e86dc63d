/** Statements without which every call is decided as before, by the reason. One that is not here and is not noticed fails the run, as one here that is. */
export const UNNOTICED: Readonly<Record<string, readonly string[]>> = {
  'Denies what nothing allows, so that an allowance added later does not count.': [
    'GrantsForServicesAlone',
    'NobodyHandsTheUseOn',
    'OthersDoNotDecrypt',
    'OthersDoNotEncrypt',
  ],
  'Is about calls that services of AWS make, or about the trail’s and the alarms’ resources, which are not among the calls.': [
    'AccountUsesThroughTables',
    'AlarmsPublish',
    'AlarmsUseTheTopic',
    'AllowPublishThroughSSLOnly',
    'DecryptCounts',
    'FirewallDelivers',
    'LogOfaudit',
    'LogOfphotos',
    'NobodyDeletes',
    'ReadersOfTheTrailDecryptThroughS3',
    'TablesAreGranted',
    'TrailDelivers',
    'TrailEncrypts',
    'TrailLooks',
  ],
  'Is about the one action that is not judged.': ['SeeItsConcurrency'],
};
