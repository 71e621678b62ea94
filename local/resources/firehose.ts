import { arnOf, type Handler, physicalName, recordOf, UnsupportedError } from './world.ts'

/** Only streams that are put to directly and write to S3. */
export const deliveryStream: Handler = {
  phase: 5,
  identify: (resource, world, { DeliveryStreamName }) => {
    const name = physicalName(resource, DeliveryStreamName, 64)
    return { ref: name, attributes: { Arn: arnOf(world, 'firehose', `deliverystream/${name}`) } }
  },
  create: ({ resource, world, properties, identity }) => {
    const { DeliveryStreamType = 'DirectPut', ExtendedS3DestinationConfiguration } = properties
    if (DeliveryStreamType !== 'DirectPut' || !ExtendedS3DestinationConfiguration)
      throw new UnsupportedError(resource, 'only DirectPut with an extended S3 destination is supported here.')
    const { BucketARN, RoleARN, Prefix, CompressionFormat, BufferingHints, ProcessingConfiguration } = recordOf(
      ExtendedS3DestinationConfiguration,
    )
    if (ProcessingConfiguration) throw new UnsupportedError(resource, 'records are not processed here.')
    const foreign = /!\{(?!timestamp:(?:yyyy|MM|dd|HH|\W)*\})[^}]*\}/.exec(String(Prefix ?? ''))
    if (foreign)
      throw new UnsupportedError(resource, `the prefix has ${foreign[0]}; known: !{timestamp:yyyy/MM/dd/HH}.`)
    const { IntervalInSeconds = 300, SizeInMBs = 5 } = recordOf(BufferingHints)
    world.firehose.declare({
      name: identity.ref,
      arn: String(identity.attributes.Arn),
      roleArn: String(RoleARN),
      bucket: String(BucketARN).replace('arn:aws:s3:::', ''),
      prefix: String(Prefix ?? ''),
      gzip: CompressionFormat === 'GZIP',
      bufferMs: Number(IntervalInSeconds) * 1_000,
      bufferBytes: Number(SizeInMBs) * 1_048_576,
    })
    return undefined
  },
}
