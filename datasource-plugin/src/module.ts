import { DataSourcePlugin } from '@grafana/data';
import { PresageDatasource } from './datasource';
import type { PresageOptions, PresageQuery } from './types';

export const plugin = new DataSourcePlugin<PresageDatasource, PresageQuery, PresageOptions>(
  PresageDatasource,
);
