import { alertBody } from './alerts/alert.ts'
import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about alerts, by operation id. */
export const alertRoutes = {
  listAlerts: { method: 'GET', path: '/api/alerts', query: noQuery },
  getAlert: { method: 'GET', path: '/api/alerts/{id}', query: noQuery },
  putAlert: { method: 'PUT', path: '/api/alerts/{id}', query: noQuery, body: alertBody },
  deleteAlert: { method: 'DELETE', path: '/api/alerts/{id}', query: noQuery },
  testAlert: { method: 'POST', path: '/api/alerts/{id}/test', query: noQuery },
  listAlertDeliveries: { method: 'GET', path: '/api/alerts/{id}/deliveries', query: pageQuery },
  redeliverAlert: { method: 'POST', path: '/api/alerts/{id}/deliveries/{delivery}/redeliver', query: noQuery },
} as const satisfies Record<string, RouteSpec>
