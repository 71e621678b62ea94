import { describe, expect, it } from '@jest/globals'
import { resolverOf } from '../../local/assembly/intrinsics.ts'
import type { Assembly, Resource, Stack } from '../../local/assembly/read.ts'
import { IntrinsicError } from '../../local/assembly/walker.ts'

const resource = (stack: string, logicalId: string): Resource => ({
  stack,
  logicalId,
  type: 'Test::Thing',
  properties: {},
  condition: undefined,
  path: '',
})

const stack = (name: string, more: Partial<Stack> = {}): Stack => ({
  name,
  parameters: {},
  mappings: {},
  conditions: {},
  outputs: {},
  resources: [resource(name, 'Thing')],
  ...more,
})

const resolverFor = (...stacks: Stack[]) =>
  resolverOf({
    assembly: { dir: '', region: 'us-east-1', stacks, assets: new Map() } satisfies Assembly,
    pseudo: { 'AWS::Region': 'us-east-1', 'AWS::AccountId': '000000000000', 'AWS::Partition': 'aws' },
    identify: ({ stack: owner, logicalId }) => ({
      ref: `${owner}-${logicalId}`,
      attributes: { Arn: `arn:${logicalId}`, 'Deep.Url': 'http://x' },
    }),
  })

const resolve = (value: unknown, more: Partial<Stack> = {}): unknown =>
  resolverFor(stack('a', more)).resolve('a', 'Here', value)

describe('intrinsics', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Thing' }, 'a-Thing'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Ref of the stack name', { Ref: 'AWS::StackName' }, 'a'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Thing', 'Arn'] }, 'arn:Thing'],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Thing.Deep.Url' }, 'http://x'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Thing' }]] }, 'a-a-Thing'],
    [
      'Sub',
      { 'Fn::Sub': `\${AWS::Region}/\${Thing}/\${Thing.Arn}/\${!literal}` },
      `us-east-1/a-Thing/arn:Thing/\${literal}`,
    ],
    ['Sub with values', { 'Fn::Sub': [`\${X}!`, { X: { Ref: 'Thing' } }] }, 'a-Thing!'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Thing', 'Arn'] }] }] }, 'Thing'],
    ['Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['things inside lists and objects', { a: [{ b: { Ref: 'Thing' } }] }, { a: [{ b: 'a-Thing' }] }],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['NoValue in a list', [1, { Ref: 'AWS::NoValue' }], [1]],
    [
      "a policy statement's Condition, which is no intrinsic",
      { Condition: { Bool: { x: 'true' } } },
      { Condition: { Bool: { x: 'true' } } },
    ],
  ])('resolves %s', (_, value, wanted) => {
    expect(resolve(value)).toEqual(wanted)
  })

  it('decides conditions', () => {
    const conditions = {
      IsUs: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
      Not: { 'Fn::Not': [{ Condition: 'IsUs' }] },
      Both: { 'Fn::And': [{ Condition: 'IsUs' }, { 'Fn::Or': [{ Condition: 'Not' }, { Condition: 'IsUs' }] }] },
    }
    expect(resolve({ 'Fn::If': ['Both', 'yes', 'no'] }, { conditions })).toBe('yes')
    expect(resolve({ 'Fn::If': ['Not', 'yes', { Ref: 'AWS::NoValue' }] }, { conditions })).toBeUndefined()
    expect(resolverFor(stack('a', { conditions })).holds('a', 'Not')).toBe(false)
  })

  it('takes a parameter by its default and finds values in mappings', () => {
    expect(resolve({ Ref: 'P' }, { parameters: { P: { Type: 'String', Default: 'd' } } })).toBe('d')
    const mappings = { M: { 'us-east-1': { x: 'y' } } }
    expect(resolve({ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'x'] }, { mappings })).toBe('y')
  })

  it('imports what another stack exports, resolved there', () => {
    const resolver = resolverFor(
      stack('a'),
      stack('b', {
        outputs: { Out: { Value: { Ref: 'Thing' }, Export: { Name: { 'Fn::Join': [':', ['b', 'x']] } } } },
      }),
    )
    expect(resolver.resolve('a', 'Here', { 'Fn::ImportValue': 'b:x' })).toBe('b-Thing')
  })

  it.each<[string, unknown, RegExp]>([
    ['an unknown intrinsic', { 'Fn::Cidr': ['x'] }, /a\/Here: the intrinsic Fn::Cidr is unknown/],
    ['a reference into nothing', { Ref: 'Nope' }, /a\/Here: Ref points to Nope/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Thing', 'Colour'] }, /Colour; known: Arn/],
    ['an unknown pseudo parameter', { Ref: 'AWS::NotificationARNs' }, /AWS::NotificationARNs is unknown/],
    ['an import that nobody exports', { 'Fn::ImportValue': 'x' }, /no stack exports/],
    ['a selection out of range', { 'Fn::Select': [3, ['a']] }, /entry 3 of 1/],
    ['a list where a string belongs', { 'Fn::Join': ['', [['x']]] }, /expects a string/],
    ['a name that every object has', { 'Fn::toString': [] }, /unknown to the local runner/],
  ])('refuses %s and names the place', (_, value, message) => {
    expect(() => resolve(value)).toThrow(IntrinsicError)
    expect(() => resolve(value)).toThrow(message)
  })
})
