//! Contacts through HTTP.
