//! A bucket of an S3-compatible service.

use std::{fmt, sync::Arc, time::Duration};

use object_store::{ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder, prefix::PrefixStore};

use crate::{FileError, Result};

/// Which bucket. The keys to it come from the environment as the service's own programs have them (`AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`), or from the role of the machine.
#[derive(Clone, Debug, Default)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The service, such as `https://oss-cn-shanghai.aliyuncs.com`; Amazon's when nothing is said.
    pub endpoint: Option<String>,
    /// The region, such as `cn-shanghai`.
    pub region: Option<String>,
    /// What all keys begin with, where the bucket holds other things too.
    pub prefix: Option<String>,
    /// Whether the bucket's name stands in front of the host, as some services want it, and not in the path.
    pub name_in_host: bool,
}

/// The service is asked again for this long when it does not answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// A connection that brings nothing for this long is given up. The whole of a large file may take its time.
const SILENCE: Duration = Duration::from_secs(30);

impl Bucket {
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>> {
        // Whoever was first has chosen the same: there is one implementation in the program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let fails = |error: object_store::Error| FileError::Place(format!("the bucket {} cannot be used: {error}", self.name));
        let client = ClientOptions::new().with_connect_timeout(Duration::from_secs(5)).with_timeout_disabled().with_read_timeout(SILENCE);
        let mut builder = AmazonS3Builder::from_env()
            .with_client_options(client)
            .with_bucket_name(&self.name)
            .with_virtual_hosted_style_request(self.name_in_host)
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..RetryConfig::default() });
        if let Some(endpoint) = self.address()? {
            builder = builder.with_allow_http(endpoint.starts_with("http://")).with_endpoint(endpoint);
        }
        if let Some(region) = &self.region {
            builder = builder.with_region(region);
        }
        let store = builder.build().map_err(fails)?;
        match self.prefix.as_deref().map(|prefix| prefix.trim_matches('/')).filter(|prefix| !prefix.is_empty()) {
            Some(prefix) => Ok(Arc::new(PrefixStore::new(store, prefix))),
            None => Ok(Arc::new(store)),
        }
    }

    /// The endpoint, with the bucket in front of the host where that is wanted.
    fn address(&self) -> Result<Option<String>> {
        let Some(endpoint) = self.endpoint.as_deref() else { return Ok(None) };
        let endpoint = endpoint.trim_end_matches('/');
        let wrong = || FileError::Place(format!("the endpoint {endpoint} is no address such as https://s3.example.com"));
        let (scheme, host) = endpoint.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme)).ok_or_else(wrong)?;
        if host.is_empty() || host.contains('/') {
            return Err(wrong());
        }
        let is_named = host.starts_with(&format!("{}.", self.name));
        Ok(Some(if self.name_in_host && !is_named { format!("{scheme}://{}.{host}", self.name) } else { endpoint.to_owned() }))
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bucket {}", self.name)?;
        match &self.endpoint {
            Some(endpoint) => write!(f, " at {endpoint}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_bucket_stands_where_the_service_wants_it() {
        let bucket = |endpoint: &str, name_in_host| Bucket {
            name: "crm".to_owned(),
            endpoint: Some(endpoint.to_owned()),
            name_in_host,
            ..Bucket::default()
        };
        for (endpoint, name_in_host, address) in [
            ("https://oss-cn-shanghai.aliyuncs.com/", true, "https://crm.oss-cn-shanghai.aliyuncs.com"),
            ("https://crm.oss-cn-shanghai.aliyuncs.com", true, "https://crm.oss-cn-shanghai.aliyuncs.com"),
            ("http://127.0.0.1:9000", false, "http://127.0.0.1:9000"),
        ] {
            assert_eq!(bucket(endpoint, name_in_host).address().unwrap().as_deref(), Some(address));
        }
        for endpoint in ["s3.example.com", "ftp://s3.example.com", "https://", "https://s3.example.com/crm"] {
            assert!(bucket(endpoint, false).address().is_err(), "{endpoint}");
        }
    }
}
