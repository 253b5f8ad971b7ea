//! Exports of other programs, recognised by the names of their columns: what their rows are, and which column is which field.
//!
//! The names are those that each program writes by itself. Columns that are no field here are left out rather than guessed:
//! a `Type` there is not a channel here.

use guanxi_kernel::{import::ImportField, text::plain};

use super::Mapping;

/// An export of another program.
#[derive(Debug)]
pub struct Source {
    /// The program, as it is kept with the records: what is called by an id there is found by it again.
    pub system: &'static str,
    /// What its rows are.
    pub kind: &'static str,
    /// Of each of these there is one column at least.
    marks: &'static [&'static [&'static str]],
    /// And there is none of these.
    lacks: &'static [&'static str],
    /// Which column is which field; of two for one field the first counts.
    columns: &'static [(&'static str, &'static str)],
}

/// The exports that are known.
const SOURCES: &[Source] = &[
    Source {
        system: "hubspot",
        kind: "accounts",
        marks: &[
            &["Record ID", "Record ID - Company"],
            &["Company name"],
            &["Company owner", "Company Domain Name", "Create Date", "Lifecycle Stage", "Last Activity Date"],
        ],
        lacks: &["First Name", "Last Name", "Deal Name"],
        columns: &[
            ("Record ID", "external_id"),
            ("Record ID - Company", "external_id"),
            ("Company name", "name"),
            ("Phone Number", "phone"),
            ("Website URL", "website"),
            ("Company Domain Name", "website"),
            ("City", "region"),
            ("State/Region", "region"),
            ("Street Address", "address"),
            ("Company owner", "owner"),
            ("Description", "remark"),
            ("Create Date", "created_at"),
        ],
    },
    Source {
        system: "hubspot",
        kind: "contacts",
        marks: &[
            &["Record ID", "Record ID - Contact", "Contact ID"],
            &["First Name"],
            &["Last Name"],
            &["Contact owner", "Lifecycle Stage", "Lead Status", "Associated Company", "Associated Company IDs", "Create Date"],
        ],
        lacks: &["Account Name", "Lead Name"],
        columns: &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("Mobile Phone Number", "mobile"),
            ("Phone Number", "phone"),
            ("Email", "email"),
            ("Job Title", "title"),
            ("Primary Associated Company ID", "account_external_id"),
            ("Associated Company IDs", "account_external_id"),
            ("Associated Company ID", "account_external_id"),
            ("Company Name", "account"),
            ("Associated Company", "account"),
            ("Primary Company", "account"),
            ("Date of Birth", "birthday"),
            ("Contact owner", "owner"),
            ("Create Date", "created_at"),
        ],
    },
    Source {
        system: "salesforce",
        kind: "contacts",
        marks: &[
            &["Id"],
            &["AccountId"],
            &["LastName"],
            &["SystemModstamp", "IsDeleted", "MasterRecordId", "LastModifiedDate", "OwnerId", "CreatedDate"],
        ],
        lacks: &[],
        columns: &[
            ("Name", "name"),
            ("LastName", "last_name"),
            ("FirstName", "first_name"),
            ("AccountId", "account_external_id"),
            ("Title", "title"),
            ("MobilePhone", "mobile"),
            ("Phone", "phone"),
            ("Email", "email"),
            ("Birthdate", "birthday"),
            ("Description", "remark"),
            ("CreatedDate", "created_at"),
        ],
    },
    Source {
        system: "salesforce",
        kind: "accounts",
        marks: &[
            &["Id"],
            &["Name"],
            &["SystemModstamp", "IsDeleted", "MasterRecordId", "LastModifiedDate", "OwnerId", "CreatedDate"],
            &["BillingStreet", "BillingCity", "AccountNumber", "ParentId", "NumberOfEmployees"],
        ],
        lacks: &["AccountId", "LastName"],
        columns: &[
            ("Id", "external_id"),
            ("Name", "name"),
            ("AccountNumber", "number"),
            ("Phone", "phone"),
            ("Website", "website"),
            ("BillingCity", "region"),
            ("BillingState", "region"),
            ("BillingStreet", "address"),
            ("Description", "remark"),
            ("CreatedDate", "created_at"),
        ],
    },
    Source {
        system: "espocrm",
        kind: "contacts",
        marks: &[
            &["id"],
            &["accountId", "accountName"],
            &["lastName", "firstName"],
            &["assignedUserId", "assignedUserName", "createdAt", "modifiedAt", "salutationName"],
        ],
        lacks: &[],
        columns: &[
            ("name", "name"),
            ("lastName", "last_name"),
            ("firstName", "first_name"),
            ("accountId", "account_external_id"),
            ("accountName", "account"),
            ("title", "title"),
            ("phoneNumber", "phone"),
            ("emailAddress", "email"),
            ("description", "remark"),
            ("assignedUserName", "owner"),
            ("createdAt", "created_at"),
            ("createdByName", "created_by"),
        ],
    },
    Source {
        system: "espocrm",
        kind: "accounts",
        marks: &[
            &["id"],
            &["name"],
            &["assignedUserId", "assignedUserName", "createdAt", "modifiedAt"],
            &["billingAddressStreet", "billingAddressCity", "industry", "sicCode", "website"],
        ],
        lacks: &["accountId", "lastName", "firstName"],
        columns: &[
            ("id", "external_id"),
            ("name", "name"),
            ("phoneNumber", "phone"),
            ("website", "website"),
            ("billingAddressCity", "region"),
            ("billingAddressState", "region"),
            ("billingAddressStreet", "address"),
            ("description", "remark"),
            ("assignedUserName", "owner"),
            ("createdAt", "created_at"),
            ("createdByName", "created_by"),
        ],
    },
];

/// The export that has these columns, if it is one that is known.
#[must_use]
pub fn recognise(headers: &[String]) -> Option<&'static Source> {
    let headers: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let has = |name: &&str| headers.contains(&plain(name));
    SOURCES.iter().find(|source| source.marks.iter().all(|any| any.iter().any(has)) && !source.lacks.iter().any(has))
}

impl Source {
    /// The field of each column, of those that the actor may map; fields of the workspace's own by their names.
    #[must_use]
    pub fn mapping(&self, headers: &[String], fields: &[ImportField]) -> Mapping {
        let mut mapping = Mapping::new();
        let own = fields.iter().filter(|field| field.custom.is_some());
        let own = own.flat_map(|field| field.names().map(|name| (name, &*field.key)).collect::<Vec<_>>());
        let known = self.columns.iter().copied().filter(|(_, key)| fields.iter().any(|field| field.key == *key));
        for (name, key) in known.chain(own) {
            let column = headers.iter().position(|header| plain(header) == plain(name)).map(|column| column.to_string());
            if let Some(column) = column.filter(|column| !mapping.contains_key(column) && !mapping.values().any(|mapped| mapped == key)) {
                mapping.insert(column, key.to_owned());
            }
        }
        mapping
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns that each program writes, as far as they matter.
    const EXPORTS: &[(&str, &str, &str)] = &[
        (
            "hubspot",
            "accounts",
            "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry",
        ),
        ("hubspot", "accounts", "Record ID - Company,Company name,Company Domain Name,Website URL,Lifecycle Stage"),
        (
            "hubspot",
            "contacts",
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,Create Date,Associated Company,Associated Company IDs",
        ),
        (
            "salesforce",
            "accounts",
            "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,Phone,Fax,AccountNumber,Website,Industry,OwnerId,CreatedDate,CreatedById,LastModifiedDate,SystemModstamp",
        ),
        (
            "salesforce",
            "contacts",
            "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,Name,MailingStreet,Phone,Fax,MobilePhone,ReportsToId,Email,Title,Department,Birthdate,OwnerId,CreatedDate,SystemModstamp",
        ),
        (
            "espocrm",
            "accounts",
            "id,name,deleted,website,type,industry,sicCode,billingAddressStreet,billingAddressCity,phoneNumber,emailAddress,createdAt,modifiedAt,assignedUserId,assignedUserName",
        ),
        (
            "espocrm",
            "contacts",
            "id,name,salutationName,firstName,lastName,accountId,accountName,title,emailAddress,phoneNumber,createdAt,assignedUserId,assignedUserName",
        ),
    ];

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn exports_are_recognised_as_they_come() {
        for (system, kind, line) in EXPORTS {
            let source = recognise(&headers(line)).unwrap_or_else(|| panic!("{system} {kind}"));
            assert_eq!((source.system, source.kind), (*system, *kind), "{line}");
        }
    }

    #[test]
    fn other_files_are_not() {
        for line in [
            "客户名称,客户编号,电话",
            "Name,Phone,City",
            "id,name,phone",
            "Record ID,Deal Name,Deal Stage,Amount,Create Date,Company name",
            "Record Id,Contact Owner,First Name,Last Name,Account Name,Email",
            "Id,Name,Amount",
            "",
        ] {
            assert!(recognise(&headers(line)).is_none(), "{line}");
        }
    }
}
