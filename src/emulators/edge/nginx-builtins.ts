// The variables of nginx 1.22 to 1.31 and its own modules, as the real ones know them (`nginx -t` on 1.22, 1.26 and 1.30).

/** Nobody may define these anew: nginx refuses the file. */
export const fixedNginxVariables: ReadonlySet<string> = new Set(
  `binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time connections_active
  connections_reading connections_waiting connections_writing content_length content_type date_gmt date_local document_root
  document_uri fastcgi_path_info fastcgi_script_name grpc_internal_trailers gzip_ratio host hostname http2 https is_args
  limit_conn_status limit_req_status msec nginx_version pid pipe proxy_add_x_forwarded_for proxy_internal_body_length
  proxy_internal_chunked proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr proxy_protocol_server_port
  query_string realip_remote_addr realip_remote_port realpath_root remote_addr remote_port remote_user request request_body
  request_body_file request_completion request_filename request_id request_length request_method request_time request_uri
  scheme secure_link secure_link_expires server_addr server_name server_port server_protocol slice_range status
  tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd time_iso8601 time_local uid_got uid_set upstream_addr
  upstream_bytes_received upstream_bytes_sent upstream_cache_etag upstream_cache_last_modified upstream_cache_status
  upstream_connect_time upstream_header_time upstream_response_length upstream_response_time upstream_status uri`.split(
    /\s+/,
  ),
);

/** A `map`, `geo` or `set` may stand in their place, or not every one of these releases has them. */
const free = new Set(
  `ancient_browser args http3 invalid_referer is_request_port limit_rate memcached_key modern_browser msie proxy_host
  proxy_internal_host proxy_port request_port uid_reset`.split(/\s+/),
);

/** Any name that begins so is known. `$1` to `$9` are the groups of the last match, whatever stands behind them. */
const families =
  /^(?:arg_|cookie_|http_|proxy_protocol_tlv_|sent_http_|sent_trailer_|ssl_|upstream_(?:cookie|http|trailer)_|[1-9])/;

/** Whether nginx itself has a variable of that name, written without the dollar sign; it takes upper case for lower. */
export function isNginxVariable(name: string): boolean {
  const folded = name.toLowerCase();
  return fixedNginxVariables.has(folded) || free.has(folded) || families.test(folded);
}

/** Whether nginx refuses a file that defines a variable of that name. */
export function isFixedNginxVariable(name: string): boolean {
  return fixedNginxVariables.has(name.toLowerCase());
}
