import { spoken } from '../spoken.ts'

export const metrics = spoken({
  title: 'Metrics',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  lastHour: 'last hour',
  lastDay: 'last 24 h',
  rangeLabel: 'Time',
  range: { 60: 'Hour', 1440: '24 h' },
  load: 'Load',
  byDesktop: 'By desktop',
  throughput: 'Throughput',
  throughputOver: (range: string) => `Throughput, ${range}`,
  ended: (done: string, failed: string) => `${done} done · ${failed} failed`,
  bar: (from: string, to: string, ended: string) => `${from}–${to}: ${ended}`,
  columns: { from: 'From', done: 'Done', failed: 'Failed' },
  nothingEnded: 'No tasks ended in this period.',
  rate: 'Success rate',
  rateOf: (done: string, all: string) => `${done} of ${all}`,
  failureRate: (percent: string) => `${percent} failed`,
  percent: (value: number) => `${Math.round(value)} %`,
  /** Of a share: one that isn't all or nothing doesn't look so. */
  share: (value: number) =>
    value > 0 && value < 1
      ? '< 1 %'
      : value > 99 && value < 100
        ? '> 99 %'
        : `${Math.round(value)} %`,
  summary: (average: string, highest: string) => `avg ${average} · max ${highest}`,
  at: (time: string) => `at ${time}`,
  chart: (what: string, range: string) => `${what}, ${range}`,
  noFigures: 'No data for this period.',
  none: '–',
})
