import type { DataSourceInstanceSettings } from '@grafana/data';
import { DataSourceWithBackend } from '@grafana/runtime';
import type { PresageOptions, PresageQuery } from './types';

export class PresageDatasource extends DataSourceWithBackend<PresageQuery, PresageOptions> {
  constructor(settings: DataSourceInstanceSettings<PresageOptions>) {
    super(settings);
  }
}
