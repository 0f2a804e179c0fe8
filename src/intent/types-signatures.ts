// What an operator can say about signatures besides Nova: Cinder, imports, the properties of a signature, the key manager.

/** Cinder verifies what it downloads, and the ways around the download are closed. Written to `[DEFAULT]` of Cinder and its policy. */
export interface SignatureEnforcingCinderProps {
  /** Rule `volume:create_from_image`, the only thing that keeps unsigned images out of volumes. Default `admin`. */
  readonly createFromImage?: 'admin' | 'nobody' | 'default';
  /** Rules `volume:reimage` and `volume:reimage_reserved` (yoga and later): reimage never verifies. Default `admin`. */
  readonly reimage?: 'admin' | 'nobody' | 'default';
  /** Rule `volume_extension:volume_image_metadata:set`, with which an owner writes `signature_verified`. Default `admin`. */
  readonly setImageMetadata?: 'admin' | 'nobody' | 'default';
  /** Whether `allowed_direct_url_schemes` is emptied, so that no image is cloned from its location. Default true. */
  readonly emptyDirectUrlSchemes?: boolean;
}

/** No import without a complete signature. Written to `[image_import_opts]` of Glance, its policy and the unit of glance-api. */
export interface ImageSignatureRequiredProps {
  /** Plugins that run after the one that asks for signatures. Never image_conversion or image_decompression: they change signed bytes. Default none. */
  readonly furtherPlugins?: readonly string[];
  /** Rule `upload_image`: PUT /file runs no plugin. `services` keeps snapshots, which need a service token. Default `nobody`. */
  readonly directUpload?: 'nobody' | 'services' | 'default';
  /** The Python that glance-api runs in, a full path. Default `/usr/bin/python3`. */
  readonly python?: string;
  /** The systemd unit that starts glance-api. Default: that of `launcher`, `apache2.service` under mod_wsgi, else `glance-api.service`. */
  readonly unit?: string;
}

/** Who may write `img_signature*` and `block_device_mapping`. Written to a property protection file of Glance. */
export interface SignaturePropertyProtectionProps {
  /** Roles that may create, change and remove the properties. Default `admin`. */
  readonly signers?: readonly string[];
  /**
   * Who may write `block_device_mapping`: an image that names a volume there boots from it, whatever Nova's rules say. `everybody` keeps
   * members' snapshots of servers on volumes. Default `signers`.
   */
  readonly blockDeviceMapping?: 'signers' | 'everybody';
}

/** Where the certificates lie. Written to `[key_manager]` and `[barbican]` of the services; never a secret. */
export interface SignatureKeyManagerProps {
  /** `[key_manager] backend`. Default `barbican`. */
  readonly backend?: string;
  /** `[barbican] barbican_endpoint`: http or https URL. Default: from the service catalogue. */
  readonly barbicanEndpoint?: string;
  /** `[barbican] auth_endpoint`: URL of Keystone. The service's own default is http://localhost/identity/v3, which answers nobody. */
  readonly authEndpoint?: string;
  /** `[barbican] barbican_endpoint_type`. Default: the service's own. */
  readonly barbicanEndpointType?: 'public' | 'internal' | 'admin';
  /** Default glance, nova and cinder: all three fetch certificates. */
  readonly services?: readonly ('glance' | 'nova' | 'cinder')[];
  /**
   * Certificates by a name of the operator's own: the trusted list, and signing certificates to be judged against it. Written below
   * `key-manager/certificates`, with a script that stores them. Default none: nobody can judge the chain.
   */
  readonly certificates?: Readonly<Record<string, SignatureCertificate>>;
  /** Keystone ids of users that may read the certificates besides the project that stores them: everybody who boots. Default none. */
  readonly readers?: readonly string[];
}

/** One X.509 certificate, public by nature. Exactly one of `pem` and `file`. */
export interface SignatureCertificate {
  /** Its id in the key manager, a UUID. Absent until the script has stored it. */
  readonly id?: string;
  /** The certificate as PEM, one block. Never a private key. */
  readonly pem?: string;
  /** A PEM file beside the intent file: a relative path without `..`. Read when the intent is loaded; unknown in TypeScript. */
  readonly file?: string;
}
